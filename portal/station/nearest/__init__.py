"""The nearest positions, exactly and at once: an index in each process that follows the database within a second.

A snapshot of all positions is built once per change into `var/index/` and mapped into memory by every process, so that
they share its pages. What changed since stands in a small overlay of the same kind until the next snapshot is there.
"""

from portal.station.nearest.answer import nearest, nearest_json

__all__ = ["nearest", "nearest_json"]
