"""The worker: delivers events, runs jobs, timed jobs and the loops of rooms. Any number may run beside one another."""

import asyncio
import gc
import os
import signal
import threading
from contextlib import suppress
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
os.environ.setdefault("TINHSO_DATABASE_POOL", "16")

import django

gc.disable()  # what is loaded here stays: looking through it again and again costs a quarter of the start
django.setup()
gc.freeze()
gc.enable()

from procrastinate.contrib.django import app as jobs

from tinhso.entry import gate
from tinhso.entry.turning import deliver_until, repeat_until
from tinhso.kernel import modules, outbox
from tinhso.kernel.modules import Periodic


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


def _threads(stopping: threading.Event) -> list[threading.Thread]:
    """Return the threads of a worker: one that delivers events, one for each loop a room declared."""
    loops = [loop for module in modules.all_modules() for loop in module.loops]
    repeaters = [threading.Thread(target=repeat_until, args=(one, stopping), name=one.name) for one in loops]
    return [threading.Thread(target=deliver_until, args=(stopping,), name="outbox"), *repeaters]


async def work() -> None:
    """Run until SIGTERM or SIGINT; what is under way is finished first."""
    stopping = threading.Event()
    threads = _threads(stopping)
    for thread in threads:
        thread.start()
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
    for thread in threads:
        await asyncio.to_thread(thread.join)


def main() -> None:
    """Start the worker."""
    register_periodic()
    gate.wait()
    asyncio.run(work())
