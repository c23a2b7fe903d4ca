import pytest

from tinhso.testing.cast import an, binh, chi, client_of, dung, em, giang, ha, units  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.DATA_DIR = tmp_path
