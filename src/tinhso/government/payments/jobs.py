"""Entries of the worker. Each is safe to run twice and in several workers at once."""


def connect_bank() -> None:
    """Tell the demo's bank where notices go."""


def read_statement() -> None:
    """Book what the webhook missed."""


def reconcile_yesterday() -> None:
    """Compare yesterday's statement with the books."""
