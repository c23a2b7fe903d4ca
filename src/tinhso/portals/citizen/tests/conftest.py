"""What the citizen's screens need: the published content, communes to live in, and An signed in."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import set_script_prefix

from tinhso.foundation.forms import public as forms
from tinhso.government.procedures import public as procedures
from tinhso.portals.citizen.testing import provide_small_communes

KHAI_SINH = "dang-ky-khai-sinh"


@pytest.fixture(autouse=True)
def vietnamese_addresses():
    """Take back the prefix of English pages: a server sets it for every request, Django's test client never does."""
    set_script_prefix("/")
    yield
    set_script_prefix("/")


@pytest.fixture(autouse=True)
def communes():
    """Let address questions offer communes A and B."""
    provide_small_communes()
    yield
    forms.provide_communes(None)


@pytest.fixture
def published(db):
    """Publish the packages of the house."""
    procedures.forget_versions()
    report = procedures.load_packages(Path(settings.CONTENT_DIR) / "procedures")
    assert report.is_clean
    yield procedures.get_by_slug(KHAI_SINH)
    procedures.forget_versions()


@pytest.fixture
def me(an, units, published, client_of):
    """An's browser, as Django's test client."""
    return client_of(an)
