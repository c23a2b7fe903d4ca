"""Django's view of edXML."""

from django.apps import AppConfig


class EdxmlConfig(AppConfig):
    """No tables."""

    name = "tinhso.foundation.edxml"
    label = "edxml"
