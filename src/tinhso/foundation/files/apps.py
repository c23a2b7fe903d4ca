"""Django's view of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Tables of files and of uploads under way."""

    name = "tinhso.foundation.files"
    label = "files"
