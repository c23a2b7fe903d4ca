"""Findings about signatures in a file. Runs in a process of its own; imports nothing of Django or the house."""
