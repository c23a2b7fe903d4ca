"""The check of the whole holding: every copy of every package against its digest, in parts, with a result to see."""

from datetime import datetime

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.archive import access, stores
from tinhso.government.archive.data import CHECK, CheckInfo, PackageState
from tinhso.government.archive.models import ArchiveCheck, ArchivePackage
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor

PART = 20
MOST_PROBLEMS = 1000


@transaction.atomic
def begin_check(actor: Actor = SYSTEM, *, now: datetime | None = None) -> CheckInfo:
    """Begin a check of everything kept, unless one is under way: then that one is returned. Raises Forbidden."""
    at = now or clock.now()
    if actor is not SYSTEM:
        access.agency_of(actor, CHECK)
    under_way = ArchiveCheck.objects.select_for_update().filter(finished_at=None).first()
    row = under_way or ArchiveCheck.objects.create(started_at=at)
    if under_way is None:
        audit.record(actor, verb="archive.check_begun", subject_kind="archive_check", subject_id=row.id)
    return row.to_info()


def check_some(*, now: datetime | None = None) -> bool:
    """Look at the next packages of the check under way, at most 20; say whether there may be more.

    The reading happens outside a transaction. A copy that is gone or changed is made again from the whole one, and
    stands in the result all the same.
    """
    at = now or clock.now()
    check = ArchiveCheck.objects.filter(finished_at=None).order_by("id").first()
    if check is None:
        return False
    rows = ArchivePackage.objects.filter(state=PackageState.KEPT, checked_at__lt=check.started_at)
    part = list(rows.order_by("checked_at", "id")[:PART])
    for row in part:
        _look(check, row, at)
    if len(part) < PART:
        ArchiveCheck.objects.filter(pk=check.pk, finished_at=None).update(finished_at=at)
    return len(part) == PART


def _look(check: ArchiveCheck, row: ArchivePackage, at: datetime) -> None:
    found = dict(stores.whole_copies(row.sha256))
    wrong = [
        [row.objid, copy, "missing" if is_whole is None else "changed"]
        for copy, is_whole in found.items()
        if not is_whole
    ]
    if wrong and any(found.values()):
        _mend(row.sha256, found)
    whole = sum(1 for is_whole in found.values() if is_whole)
    with transaction.atomic():
        ArchivePackage.objects.filter(pk=row.pk).update(checked_at=max(at, check.started_at), copies=whole)
        held = ArchiveCheck.objects.select_for_update().get(pk=check.pk)
        held.packages += 1
        held.problems = [*held.problems, *wrong][:MOST_PROBLEMS]
        held.save(update_fields=["packages", "problems"])


def _mend(sha256: str, found: dict[str, bool | None]) -> None:
    good = next(stores.path_of(sha256, copy) for copy, is_whole in found.items() if is_whole)
    for copy, is_whole in found.items():
        if is_whole is False:
            bad = stores.path_of(sha256, copy)
            bad.rename(bad.with_suffix(".changed"))
    stores.put(good, sha256)
