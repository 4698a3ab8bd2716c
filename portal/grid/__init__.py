"""The ground: the county's and street's outlines, communities, residential areas, and the grids that divide them.

Every grid is a polygon that belongs to one residential-area branch or community committee; together the grids of a
community cover it without overlap or hole.
"""
