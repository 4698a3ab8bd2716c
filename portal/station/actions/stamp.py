"""The stamp that tells each process that something about the positions has changed."""

STAMP = "stations"
