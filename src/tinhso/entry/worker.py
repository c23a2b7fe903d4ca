"""The worker: delivers events, runs jobs and timed jobs. Any number may run beside one another."""

import asyncio
import os
import signal
import threading
from contextlib import suppress
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
os.environ.setdefault("TINHSO_DATABASE_POOL", "4")

import django

django.setup()

import structlog
from django.db import OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app as jobs

from tinhso.kernel import modules, outbox
from tinhso.kernel.modules import Periodic

log = structlog.get_logger(__name__)
PAUSE: Final = 0.25


def register_periodic() -> None:
    """Hand every declared timed job to the job engine; one at a time each, whatever number of workers there is."""
    for module in modules.all_modules():
        for periodic in module.periodic:
            _register(periodic)
    _register(Periodic("kernel.partitions", "15 2 * * *", outbox.ensure_partitions))


def _register(periodic: Periodic) -> None:
    def run(timestamp: int) -> None:  # noqa: ARG001 - the engine passes when it was due
        periodic.run()

    task = jobs.task(name=periodic.name, queueing_lock=periodic.name, lock=periodic.name)(run)
    jobs.periodic(cron=periodic.cron)(task)


def deliver_until(stopping: threading.Event) -> None:
    """Bring events to their subscribers until told to stop; a database that is away is waited for."""
    while not stopping.is_set():
        try:
            close_old_connections()
            handled = outbox.deliver_pending()
        except OperationalError as error:
            log.warning("worker.database_away", error=str(error))
            connection.close()
            stopping.wait(2)
            continue
        if not handled:
            stopping.wait(PAUSE)


async def work() -> None:
    """Run until SIGTERM or SIGINT; what is under way is finished first."""
    stopping = threading.Event()
    deliverer = threading.Thread(target=deliver_until, args=(stopping,), name="outbox")
    deliverer.start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, ended.set)
    django_connector: Any = jobs.connector
    engine: Any = jobs.with_connector(django_connector.get_worker_connector())
    async with engine.open_async():
        running = asyncio.create_task(
            engine.run_worker_async(
                concurrency=2, install_signal_handlers=False, listen_notify=True, delete_jobs="successful"
            ),
        )
        finished, _ = await asyncio.wait(
            [running, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED
        )
        stopping.set()
        if running not in finished:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        else:
            running.result()
    await asyncio.to_thread(deliverer.join)


def main() -> None:
    """Start the worker."""
    register_periodic()
    asyncio.run(work())
