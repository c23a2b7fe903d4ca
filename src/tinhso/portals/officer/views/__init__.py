"""Views of the officers' portal."""
