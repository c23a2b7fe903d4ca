"""Pure decisions of petitions."""
