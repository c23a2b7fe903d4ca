"""Tags of transfers."""
