"""Ways to agencies outside."""
