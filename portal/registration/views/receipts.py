"""Report receipts and their public check."""
