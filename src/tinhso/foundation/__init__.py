"""Nền: what every subsystem needs and none owns."""
