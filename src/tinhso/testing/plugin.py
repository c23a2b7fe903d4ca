"""Pytest fixtures that every room's tests may use."""

import json
from collections.abc import Callable

import pytest

from tinhso.kernel import events
from tinhso.kernel.events import Event


@pytest.fixture
def announced(db: None) -> Callable[[], list[Event]]:
    """Return a function that lists the events announced so far in this test, in order."""
    from django.db import connection

    def listed() -> list[Event]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, data::text FROM kernel_outbox ORDER BY seq")
            return [events.from_json(type_name, json.loads(data)) for type_name, data in cursor.fetchall()]

    return listed
