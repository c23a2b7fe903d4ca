"""What may be said of a delivery when: the law as tables."""
