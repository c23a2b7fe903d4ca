"""Tests of every room: a database name of this run's own, and the shared cast."""

import os
from zlib import crc32

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


LOOK = {"width", "scheme"}


def pytest_collection_modifyitems(config, items):
    """Mark whatever opens a browser: Playwright keeps an event loop in the thread, so such tests run by themselves.

    A screen that can be looked at in several widths and schemes is looked at in one of them, which follows from the
    test's name, so that every width and scheme is seen somewhere; with TINHSO_ALL_LOOKS=1 in all.
    """
    for item in items:
        if IN_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    if os.environ.get("TINHSO_ALL_LOOKS") == "1":
        return
    looks = {}
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if LOOK & set(params) and item.get_closest_marker("browser"):
            rest = sorted((name, str(value)) for name, value in params.items() if name not in LOOK)
            looks.setdefault((item.nodeid.partition("[")[0], str(rest)), []).append(item)
    chosen = {group[crc32(key[0].encode()) % len(group)].nodeid for key, group in looks.items()}
    left_out = [item for group in looks.values() for item in group if item.nodeid not in chosen]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = {item.nodeid for item in left_out}
        items[:] = [item for item in items if item.nodeid not in gone]


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
