"""Pure decisions: which half hours there are, whose turn it is, how long one waits."""
