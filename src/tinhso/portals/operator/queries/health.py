"""How every part is: the modules' own checks, each in its own thread with a time-out, and the machine below them."""

import platform
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from time import monotonic
from typing import Final

import django
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.kernel import modules
from tinhso.kernel.modules import Health, HealthReport
from tinhso.portals.operator.scrub import scrub

TIMEOUT: Final = 3.0
SLOW: Final = 1.0
TIGHT_DISK: Final = 0.10


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check said, of which module, and how long it took."""

    module: str
    report: HealthReport
    seconds: float


Check = Callable[[], HealthReport]


def check_all(checks: list[tuple[str, Check]] | None = None) -> list[Checked]:
    """Run every declared check side by side, three seconds at most; the worst come first.

    A check that does not come back, or that breaks, is reported as failed: the page never hangs with it.
    """
    named = checks if checks is not None else [(m.title, check) for m in modules.all_modules() for check in m.health]
    pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")
    started = [(title, check, pool.submit(_run, check)) for title, check in named]
    wait([future for _title, _check, future in started], timeout=TIMEOUT)
    pool.shutdown(wait=False, cancel_futures=True)
    found = [_collect(title, check, future) for title, check, future in started]
    order = [Health.FAILED, Health.SLOW, Health.OK]
    return sorted(found, key=lambda one: order.index(one.report.health))


def _run(check: Check) -> tuple[HealthReport, float]:
    """Run one check on a connection of its own, whose statements end by themselves."""
    began = monotonic()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{int(TIMEOUT * 1000)}ms"])
            report = check()
    finally:
        connection.close()
    return report, monotonic() - began


def _collect(title: str, check: Check, future: "Future[tuple[HealthReport, float]]") -> Checked:
    name = getattr(check, "__name__", title)
    if not future.done() or future.cancelled():
        sentence = _("Không trả lời trong %(seconds)s giây. Kiểm tra phần này và những gì nó phụ thuộc.")
        return Checked(title, HealthReport(name, Health.FAILED, sentence % {"seconds": int(TIMEOUT)}), TIMEOUT)
    error = future.exception()
    if error is not None:
        sentence = _("Kiểm tra bị lỗi: %(error)s.") % {"error": scrub(f"{type(error).__name__}: {error}")}
        return Checked(title, HealthReport(name, Health.FAILED, sentence), 0.0)
    report, seconds = future.result()
    if report.health is Health.OK and seconds > SLOW:
        report = HealthReport(report.name, Health.SLOW, report.sentence)
    return Checked(title, report, seconds)


@dataclass(frozen=True, slots=True)
class Vitals:
    """The machine and the programs under the house. Sizes in bytes."""

    python: str
    django: str
    postgresql: str
    database_bytes: int
    connections: int
    connections_most: int
    disk_total: int
    disk_free: int

    @property
    def is_disk_tight(self) -> bool:
        """Less than a tenth of the disk is free."""
        return self.disk_free < TIGHT_DISK * self.disk_total


def vitals() -> Vitals:
    """Return versions, connections and disk, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " current_setting('max_connections')::int"
        )
        version, size, open_now, most = cursor.fetchone()
    disk = shutil.disk_usage(settings.DATA_DIR)
    return Vitals(platform.python_version(), django.get_version(), version, size, open_now, most, disk.total, disk.free)
