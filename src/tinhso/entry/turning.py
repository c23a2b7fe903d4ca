"""What each thread of the worker does, round after round. None holds a connection of the database while it waits."""

import threading
from typing import Final

import structlog
from django.db import OperationalError, connection

from tinhso.kernel import outbox
from tinhso.kernel.modules import Loop

log = structlog.get_logger(__name__)
PAUSE: Final = 0.25
AFTER_FAULT: Final = 5.0


def deliver_until(stopping: threading.Event) -> None:
    """Bring events to their subscribers until told to stop; a database that is away is waited for."""
    watch = outbox.Watch()
    while not stopping.is_set():
        try:
            handled = watch.deliver()
        except OperationalError as error:
            log.warning("worker.database_away", error=str(error))
            _pause(2, stopping)
            continue
        if handled < outbox.BATCH:  # let some gather: many events cost a round little more than one
            _pause(PAUSE, stopping)


def repeat_until(loop: Loop, stopping: threading.Event) -> None:
    """Call a room's loop until told to stop; whatever it raises is on record, and it is called again."""
    while not stopping.is_set():
        try:
            pause = 0.0 if loop.run() else loop.pause
        except Exception as error:  # noqa: BLE001 - a room's fault must not stop the others
            log.warning("worker.loop_failed", loop=loop.name, error=f"{type(error).__name__}: {error}"[:500])
            pause = max(loop.pause, AFTER_FAULT)
        if pause:
            _pause(pause, stopping)
    connection.close()


def _pause(seconds: float, stopping: threading.Event) -> None:
    """Wait without holding a connection: a worker has more threads than connections, and most of them mostly wait."""
    connection.close()
    stopping.wait(seconds)
