"""What is asked about the ground: what lies where, who is on duty in which grid, what has no organisation."""
