"""What is done with groups."""
