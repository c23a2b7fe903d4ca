"""Template filters of the officers' portal."""
