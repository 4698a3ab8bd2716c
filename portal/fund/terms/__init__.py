"""Words of the funds, one file for each subject."""
