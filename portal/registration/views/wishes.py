"""Micro-wishes as the community handles them."""
