"""Django's view of signing."""

import logging

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """The register of signing keys."""

    name = "tinhso.foundation.signing"
    label = "signing"

    def ready(self) -> None:
        """Keep pyHanko from logging a stack for every certificate it does not know: the verdict says so in words."""
        logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
