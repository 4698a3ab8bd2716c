"""Applications to report, transfer, be on leave: sent in, decided."""
