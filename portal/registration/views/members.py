"""The roster of in-service members."""
