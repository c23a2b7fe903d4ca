"""Pure decisions about documents; no Django."""
