"""These tests ask for pages: static files are looked for in an empty folder."""

import pytest


@pytest.fixture(autouse=True)
def static_folder(settings, tmp_path):
    """Give the server of static files a folder that is there."""
    settings.STATIC_ROOT = tmp_path
