"""These tests ask for pages: static files are looked for in an empty folder."""

import pytest

from tinhso.foundation.identity.national import keys
from tinhso.testing.simulators import simulator, simulators  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def static_folder(settings, tmp_path):
    """Give the server of static files a folder that is there."""
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def vneid(simulator, settings):  # noqa: F811
    """Connect the stand-in of the State's sign-on."""
    one = simulator("vneid")
    settings.SIMULATORS = one.url.rsplit("/", 1)[0]
    settings.PUBLIC_URL = "http://testserver"
    keys.forget()
    return one
