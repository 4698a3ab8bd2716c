"""The demo county's double registration: 117 units, their 4,709 in-service members, and what they did within a year.

`year.make_year` turns the county and a day into frozen plans, without a database; `loading.load_registration` writes
their rows. Each subject is a file with its plans and, below them, the rows they become.
"""
