"""The ground and the work on it: outlines, communities, residential areas, and the grids that divide them; who answers
for which grid; what grid workers and social organisations do there, what they log, what is wrong and who mends it.

Every grid is a polygon that belongs to one residential-area branch or community committee; together the grids of a
community cover it without overlap or hole.
"""
