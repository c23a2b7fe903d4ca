"""Pure decisions: what bytes are, what a file may be called, which part of it was asked for."""
