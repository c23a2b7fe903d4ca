"""Django's view of case files."""

from django.apps import AppConfig


class CaseFilesConfig(AppConfig):
    """What an office keeps together about one matter."""

    name = "tinhso.government.casefiles"
    label = "casefiles"
