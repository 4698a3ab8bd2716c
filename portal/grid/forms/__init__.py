"""Forms about the ground and the work on it, one file for each subject."""
