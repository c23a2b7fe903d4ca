"""Pure rules of procedures: which case, which fee, how long, which papers."""
