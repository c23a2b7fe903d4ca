"""Settings: every one has a working default; the environment changes them (docs/settings.md lists the table)."""
