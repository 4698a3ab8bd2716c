"""What is asked about the organisation: by visitors, and by those who keep the tree."""
