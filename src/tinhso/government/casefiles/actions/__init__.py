"""What can be done with case files."""
