"""Browser tests: a mark on every test of this folder (the fixtures come from the plugin of the house)."""

from pathlib import Path

import pytest
from django.conf import settings


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def a_folder_for_static_files():
    """The live server reads static files from the apps; WhiteNoise only wants its folder to be there."""
    settings.STATIC_ROOT = Path(settings.DATA_DIR) / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
