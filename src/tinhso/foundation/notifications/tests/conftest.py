import pytest

from tinhso.foundation.identity.models import Account
from tinhso.foundation.notifications.models import Delivery
from tinhso.kernel.actors import Actor
from tinhso.testing.cast import *  # noqa: F403 - the cast's fixtures
from tinhso.testing.cast import AN_NUMBER


@pytest.fixture
def reachable(an: Actor) -> Actor:
    """An, with an e-mail address."""
    Account.objects.filter(number=AN_NUMBER).update(email="an@example.vn")
    return an


@pytest.fixture
def smtp(settings):
    """Point the house at a mail server."""

    def use(port: int, more: str = "") -> None:
        settings.EMAIL_URL = f"smtp://{more}127.0.0.1:{port}"
        settings.DEFAULT_FROM_EMAIL = "khong-tra-loi@vinhlong.example"

    return use


@pytest.fixture
def again():
    """Return a function that reads a letter's row anew."""
    return lambda delivery: Delivery.objects.get(pk=delivery.pk)
