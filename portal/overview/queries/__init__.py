"""What the overview counts, and the rows behind each count."""
