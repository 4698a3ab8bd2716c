"""What is done with accounts: signing in, sessions, second factors, opening accounts and granting roles."""
