"""Django's view of the audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Tables: entries (by month), seals, keys. Made by SQL; the program has no right to change a row of them."""

    name = "tinhso.foundation.audit"
    label = "audit"
