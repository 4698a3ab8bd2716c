"""Posts and who claims them."""
