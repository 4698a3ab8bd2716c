"""Forms of the service positions: what visitors ask with, what keepers announce and check, what is found wrong."""
