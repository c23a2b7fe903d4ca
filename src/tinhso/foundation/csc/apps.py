"""Django's view of csc."""

from django.apps import AppConfig


class CscConfig(AppConfig):
    """Signing for other systems."""

    name = "tinhso.foundation.csc"
    label = "csc"

    def ready(self) -> None:
        """Tell signing who keeps an agency's seal."""
        from tinhso.foundation.csc.access import is_custodian
        from tinhso.foundation.signing.public import provide_custody

        provide_custody("csc.keep_seal", is_custodian)
