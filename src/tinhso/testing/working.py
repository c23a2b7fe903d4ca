"""What the worker does, for tests that meet the house from outside: sign what waits, hand on what was announced."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from django.db import connections

from tinhso.foundation.signing.module import sign_queued
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.horizon import wait_for_horizon

PAUSE: Final = 0.2
TURNS: Final = 3
"""Leader and seal, the second asked for when the first was told of, and one turn more to tell of that."""


def run_queue() -> None:
    """Sign what is due, finish what was brought back, and tell of both, until nothing is; once.

    In a thread of its own, as in the worker: a browser driven from the test's thread has an event loop running there,
    and signing runs its own.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        beside.submit(_until_nothing_is_due).result()


def _until_nothing_is_due() -> None:
    try:
        for _turn in range(TURNS):
            while sign_queued():
                pass
            wait_for_horizon()
            deliver_pending()
    finally:
        connections.close_all()


@contextmanager
def worker_running() -> Iterator[None]:
    """Do so all the time beside the test, as a worker process would."""
    stop = Event()

    def go_on() -> None:
        try:
            while not stop.wait(PAUSE):
                while sign_queued():
                    pass
                deliver_pending()
        finally:
            connections.close_all()

    beside = Thread(target=go_on, daemon=True)
    beside.start()
    try:
        yield
    finally:
        stop.set()
        beside.join(timeout=30)
