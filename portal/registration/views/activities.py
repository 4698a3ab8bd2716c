"""Activities: sign-up, waiting list, attendance."""
