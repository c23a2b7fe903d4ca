"""Pure decisions: what is counted on which day, how an index is scored."""
