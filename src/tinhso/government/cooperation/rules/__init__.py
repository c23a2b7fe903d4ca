"""Pure decisions of cooperation."""
