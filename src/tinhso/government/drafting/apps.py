"""Django's view of drafting."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Drafts of documents until they are issued."""

    name = "tinhso.government.drafting"
    label = "drafting"
