"""Workbooks of the funds, in and out, one file for each subject."""
