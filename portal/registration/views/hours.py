"""Hours: entered, corrected, read."""
