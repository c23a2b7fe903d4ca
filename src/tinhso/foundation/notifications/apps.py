"""Django's view of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Tables of notices, deliveries and preferences."""

    name = "tinhso.foundation.notifications"
    label = "notifications"
