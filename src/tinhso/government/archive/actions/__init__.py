"""What can be done with the archive."""
