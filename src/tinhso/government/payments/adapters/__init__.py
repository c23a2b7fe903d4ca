"""Banks behind `ports.Bank`, and which are connected."""
