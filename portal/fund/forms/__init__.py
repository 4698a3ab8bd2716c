"""Forms about the funds, one file for each subject."""
