"""Pure decisions about numbers, names, phones and sessions."""
