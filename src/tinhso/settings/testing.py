"""Settings of the tests: the same program on a database of its own, with a cheap password hash."""

import tempfile
from pathlib import Path

from tinhso.settings import database
from tinhso.settings.base import *  # noqa: F403 - a settings module is a set of names
from tinhso.testing.postgres import test_server_url

DATA_DIR = Path(tempfile.mkdtemp(prefix="tinhso-test-"))
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
DATABASES = {"default": database.from_url(test_server_url(), pool=0)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
EMAIL_URL = ""
DEMO = True
