"""Writes: give, answer, declare, check, end."""
