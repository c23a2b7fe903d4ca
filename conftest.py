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


IN_A_BROWSER = {"browser", "page_at"}


def pytest_collection_modifyitems(items):
    """Mark whatever opens a browser: Playwright keeps an event loop in the thread, so such tests run by themselves."""
    for item in items:
        if IN_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End what threads of a live server or a health check still hold open before the database is dropped."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
