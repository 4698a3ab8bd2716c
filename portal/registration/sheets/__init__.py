"""Columns of the workbooks that come in and go out."""
