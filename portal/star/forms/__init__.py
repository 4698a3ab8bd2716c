"""Forms of star management, one file for each subject."""
