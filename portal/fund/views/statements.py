"""Statements and workbooks that leave the house (报表)."""
