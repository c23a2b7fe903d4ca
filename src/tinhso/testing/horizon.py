"""Waiting for the transaction horizon: tests of what is delivered or sealed only after every older transaction."""

import time

from django.db import connection


def wait_for_horizon(seconds: float = 400.0) -> None:
    """Wait until every transaction begun so far is over, in the whole cluster: other databases hold the horizon, too.

    Raises TimeoutError when one takes longer, and RuntimeError inside a transaction, which would wait for itself.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a test that waits for the horizon needs django_db(transaction=True)")
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (mine,) = cursor.fetchone()
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::text::xid8", [mine])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise TimeoutError("a transaction holds the horizon")
