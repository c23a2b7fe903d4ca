"""Django's view of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Official documents and their registers."""

    name = "tinhso.government.documents"
    label = "documents"
