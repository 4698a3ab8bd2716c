"""Placing members in grids, and how densely they live."""
