"""Django's view of identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Tables of accounts."""

    name = "tinhso.foundation.identity"
    label = "identity"
