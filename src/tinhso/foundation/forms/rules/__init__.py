"""Pure rules of forms: conditions, cleaning, checking, lint. No Django models, no network."""
