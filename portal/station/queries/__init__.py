"""What is asked of the service positions: one module for each page's questions."""
