"""Boards of the work on the ground: logs, events, response times, the month's report (网格看板)."""
