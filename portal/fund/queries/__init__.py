"""What is asked about the funds. Reads only; nothing outside a scope exists."""
