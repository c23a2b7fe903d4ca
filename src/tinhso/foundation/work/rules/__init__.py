"""Pure decisions: what an item may hold, and when it turns yellow."""
