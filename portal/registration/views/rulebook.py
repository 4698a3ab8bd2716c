"""The county's rules of double registration."""
