"""Tags other rooms' pages use."""
