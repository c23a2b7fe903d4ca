"""The other side: the National Portal behind an LGSP."""
