"""What is done to the service positions. Each action bumps the stamp "stations" and leaves one entry in the record."""
