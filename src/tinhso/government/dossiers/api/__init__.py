"""The HTTP API of dossiers."""
