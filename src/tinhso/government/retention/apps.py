"""Django's view of retention."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Proposals of disposal, holds, stubs, standing decisions, exports."""

    name = "tinhso.government.retention"
    label = "retention"
