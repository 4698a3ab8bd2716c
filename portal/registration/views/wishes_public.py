"""Micro-wishes as residents and takers see them."""
