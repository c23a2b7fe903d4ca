"""What can be read of case files."""
