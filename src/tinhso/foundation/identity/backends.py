"""Sign-in by number and password."""

from django.contrib.auth.backends import ModelBackend


class NumberBackend(ModelBackend):
    """Django's own, over `Account.number`."""
