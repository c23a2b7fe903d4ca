"""Pure decisions of the exchange: no Django, no network."""
