"""The grid's interfaces for programs."""
