"""What tests of every room share: the cast of actors, the frozen clock, announced events, a PostgreSQL of their own."""
