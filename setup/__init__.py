"""Set-up: what the Makefile calls. It runs before the portal can be imported, or without it."""
