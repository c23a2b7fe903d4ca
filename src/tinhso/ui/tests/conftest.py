"""Static files come from the apps in tests; WhiteNoise only wants its folder to be there."""

import pytest


@pytest.fixture(autouse=True)
def a_folder_for_static_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
