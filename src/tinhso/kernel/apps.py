"""Django's view of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Tables: outbox, subscriber positions, dead letters."""

    name = "tinhso.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
