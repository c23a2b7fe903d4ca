"""Django's view of certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """The register of digital certificates."""

    name = "tinhso.foundation.certificates"
    label = "certificates"
