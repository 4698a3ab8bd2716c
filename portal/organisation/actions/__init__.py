"""What is done with the tree and with the people who serve in it."""
