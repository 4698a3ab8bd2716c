"""Where the money goes, for everybody (经费公开)."""
