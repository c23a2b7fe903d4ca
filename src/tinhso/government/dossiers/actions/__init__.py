"""The verbs of a dossier."""
