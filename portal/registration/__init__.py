"""Double registration (双报到): units and their in-service members report to the communities where they are at home.

What follows from it: posts, activities, hours, micro-wishes, the three lists of resources, needs
and projects, and the community's yearly word on each (年度鉴定).
"""
