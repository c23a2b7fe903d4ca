"""Tags of groups."""
