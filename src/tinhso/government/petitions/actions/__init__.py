"""Writes: filing, the officers' acts, what the writer says afterwards."""
