"""What is done with the funds, one file for each subject."""
