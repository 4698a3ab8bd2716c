"""What programs read of the funds."""
