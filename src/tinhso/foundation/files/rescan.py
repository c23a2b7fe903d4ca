"""Holds kept files against rules that came later, and tells the operator how safe the store is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tinhso.foundation.files import safety
from tinhso.foundation.files.data import HeldFile, MediaType, RefusedInfo, SafetyReport
from tinhso.foundation.files.errors import FileMissing
from tinhso.foundation.files.models import FileObject, RefusedFile
from tinhso.foundation.files.stores import get_store
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.modules import Health, HealthReport

log = structlog.get_logger(__name__)

BATCH: Final = 200
SHOWN: Final = 100
RECENT: Final = timedelta(days=30)
COUNTED: Final = 100_000


def rescan(*, limit: int = BATCH) -> int:
    """Look again at up to `limit` kept contents that the rules in force have not seen; return how many.

    A content found unsafe is held: no room can open any file that has it, until later rules find it good and the
    engine that found it has looked again. Nothing is deleted and nothing rewritten. A file whose content cannot be
    read now is left for the next time.
    """
    contents = _not_seen(limit)
    return sum(_look_again(sha256, media_type) for sha256, media_type in contents)


def _not_seen(limit: int) -> list[tuple[str, str]]:
    rows = FileObject.objects.filter(_others()).order_by("inspected_with", "id")
    return list(dict.fromkeys(rows.values_list("sha256", "media_type")[:limit]))


def _others() -> Q:
    """Two ranges, so that the index answers: everything but the rules in force; not what is gone or made by us."""
    current = safety.rules_version()
    others = Q(inspected_with__lt=current) | Q(inspected_with__gt=current)
    return others & Q(disposed_at=None) & ~Q(media_type=MediaType.ZIP.value)


def _look_again(sha256: str, media_type: str) -> bool:
    try:
        with get_store().local(sha256) as path:
            seen = safety.examine(path, MediaType(media_type))
    except FileMissing:
        log.error("files.content_missing", sha256=sha256)  # noqa: TRY400 - no trace of a plain fact
        return False
    except DomainError:
        return False
    _note(sha256, seen)
    return True


@transaction.atomic
def _note(sha256: str, seen: safety.Examined) -> None:
    """Write what was seen on every record of a content: it is held, or open, under all of its names."""
    rows = FileObject.objects.select_for_update().filter(sha256=sha256).order_by("id")
    held = next((row.findings for row in rows if row.unsafe_since is not None), None)
    if seen.act is safety.Act.REFUSE:
        rows.update(inspected_with=seen.with_, findings=safety.as_rows(seen.findings))
        if rows.filter(unsafe_since=None).update(unsafe_since=clock.now()):
            log.warning("files.held", sha256=sha256)
    elif held is None:
        rows.update(inspected_with=seen.with_, findings=safety.as_rows(seen.findings))
    elif seen.clears(held):
        rows.update(inspected_with=seen.with_, findings=safety.as_rows(seen.findings), unsafe_since=None)
        log.warning("files.let_go", sha256=sha256)
    else:
        rows.filter(unsafe_since=None).update(unsafe_since=clock.now(), findings=held)
        rows.update(inspected_with=seen.with_)


def safety_report() -> SafetyReport:
    """Return how safe the store is, for the operator: bounded lists, newest first; no names, no persons."""
    held = FileObject.objects.filter(unsafe_since__isnull=False).order_by("-unsafe_since")[:SHOWN]
    refused = RefusedFile.objects.filter(at__gte=clock.now() - RECENT).order_by("-at")[:SHOWN]
    return SafetyReport(
        rules=safety.rules_version(),
        inspected=FileObject.objects.filter(inspected_with=safety.rules_version())[:COUNTED].count(),
        waiting=FileObject.objects.filter(_others())[:COUNTED].count(),
        held=_held(held),
        refused=tuple(
            RefusedInfo(one.sha256, one.media_type, one.size, one.at, one.act, safety.titles(one.findings))
            for one in refused
        ),
        clamd=settings.CLAMD,
    )


def _held(rows: Iterable[FileObject]) -> tuple[HeldFile, ...]:
    return tuple(
        HeldFile(one.id, one.sha256, one.unsafe_since, safety.titles(one.findings)) for one in rows if one.unsafe_since
    )


def check_safety() -> HealthReport:
    """Tell whether any kept file is held back, and how many wait to be looked at."""
    held = FileObject.objects.filter(unsafe_since__isnull=False)[:SHOWN].count()
    if held:
        return HealthReport("files.safety", Health.SLOW, f"{held} tệp bị giữ vì không an toàn. Xem trang An toàn tệp.")
    waiting = FileObject.objects.filter(_others())[:COUNTED].count()
    return HealthReport("files.safety", Health.OK, f"Không có tệp bị giữ; {waiting} tệp chờ kiểm tra theo quy tắc mới.")
