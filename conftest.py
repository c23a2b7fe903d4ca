"""Tests of every room: a database name of this run's own, and the shared cast."""

import os

import pytest


def pytest_configure(config):
    """Make the English catalogue, as every start does."""
    from tinhso.entry.catalogues import compile_catalogues

    compile_catalogues()


pytest_plugins = ["tinhso.testing.plugin", "tinhso.testing.cast", "tinhso.testing.browser"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """Give every run, and every xdist worker in it, a database of its own."""
    from django.conf import settings

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    run = os.environ.setdefault("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_tinhso_{run[:12]}_{worker}"
