"""Words of the ground and of the work on it, one file for each subject."""
