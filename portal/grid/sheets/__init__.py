"""Workbooks of the ground and of the work on it, in and out, one file for each subject."""
