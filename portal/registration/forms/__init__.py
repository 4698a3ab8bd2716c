"""Shape and plain limits of what is typed."""
