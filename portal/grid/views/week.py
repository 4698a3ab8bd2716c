"""A grid worker's own week (我的一周)."""
