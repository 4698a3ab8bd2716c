"""The roster of units, and a liaison's own unit."""
