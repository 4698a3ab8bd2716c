"""The law of the funds as pure functions, one file for each subject."""
