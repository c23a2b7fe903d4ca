"""Pure decisions: texts, preferences, pauses, the mail server's address."""
