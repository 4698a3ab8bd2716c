"""What is done with the ground: by whom it is looked after, what stands on it, who is on duty there."""
