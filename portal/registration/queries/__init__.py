"""What is asked about units, members and what they do."""
