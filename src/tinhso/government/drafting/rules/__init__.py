"""Pure decisions about drafts: what the words mean, how versions differ, who may sign how."""
