"""What the inspector asks, and what became of it (监督)."""
