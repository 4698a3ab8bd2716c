"""The law of stars as pure functions, one file for each subject."""
