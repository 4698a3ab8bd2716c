"""The books: rates, allocation, ledger, balances, closing (账)."""
