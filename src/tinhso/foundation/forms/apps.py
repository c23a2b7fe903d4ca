"""Django's view of forms."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Templates, tags and one script; no tables."""

    name = "tinhso.foundation.forms"
    label = "forms"
