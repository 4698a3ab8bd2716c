"""What is done with units, members and what they offer."""
