"""Standing decisions, and the cleaning done under them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.access import STANDING
from tinhso.government.retention.content import cleaning_rules
from tinhso.government.retention.data import Cleaning, StandingInfo
from tinhso.government.retention.erasing import dispose_files, held_files
from tinhso.government.retention.errors import BadDecision, StandingNotFound
from tinhso.government.retention.models import CleaningRun, FileRemoval, StandingDecision
from tinhso.kernel import modules
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Conflict
from tinhso.kernel.text import clean_line

BATCHES: Final = 50
"""How many parts one run does at most: the rest is done the next day."""


@transaction.atomic
def record_standing(
    actor: Actor,
    *,
    number: str,
    decided_on: date | None,
    signer_name: str,
    kinds: Sequence[str],
    file_id: UUID | None,
    now: datetime,
) -> StandingInfo:
    """Record a decision that lets some kinds be cleaned day by day. Raises BadDecision, StandingNotFound to others."""
    if not actor.is_officer or not actor.may(STANDING):
        raise StandingNotFound
    number, signer = clean_line(number)[:80], clean_line(signer_name)[:200]
    chosen = [one.value for one in Cleaning if one.value in kinds]
    wrong: dict[str, str] = {}
    if not number:
        wrong["so"] = _("Ghi số, ký hiệu của quyết định")
    if not signer:
        wrong["nguoi_ky"] = _("Ghi họ tên người ký quyết định")
    if decided_on is None or decided_on > local_day(now):
        wrong["ngay"] = _("Ghi ngày quyết định, không sau hôm nay")
    if not chosen:
        wrong["loai"] = _("Chọn ít nhất một loại được dọn dẹp")
    if file_id is None:
        wrong["tep"] = _("Chọn tệp quyết định đã ký")
    if wrong or decided_on is None or file_id is None:
        raise BadDecision(fields=wrong)
    files.require_own(actor, file_ids=[file_id])
    made = StandingDecision.objects.create(
        number=number,
        decided_on=decided_on,
        signer_name=signer,
        kinds=chosen,
        file_id=file_id,
        recorded_by_id=actor.account_id,
        recorded_by=actor.name,
        recorded_at=now,
    )
    _note(actor, made, "retention.standing_recorded")
    return made.to_info()


@transaction.atomic
def end_standing(actor: Actor, *, standing_id: UUID, now: datetime) -> StandingInfo:
    """End a standing decision; nothing is cleaned under it from now on. Raises StandingNotFound, Conflict."""
    rows = StandingDecision.objects.select_for_update()
    found = rows.filter(pk=standing_id).first() if actor.is_officer and actor.may(STANDING) else None
    if found is None:
        raise StandingNotFound
    if found.ended_at is not None:
        raise Conflict(_("Quyết định này đã hết hiệu lực trước đó."))
    found.ended_at, found.ended_by = now, actor.name
    found.save(update_fields=["ended_at", "ended_by"])
    _note(actor, found, "retention.standing_ended")
    return found.to_info()


def clean(*, now: datetime) -> dict[Cleaning, int]:
    """Clean what a standing decision in force names, each kind past its days; return how many of each.

    In parts of a few hundred, each a transaction of its own; killed in between, the next run goes on. Without a
    decision nothing is done.
    """
    done: dict[Cleaning, int] = {}
    for kind, rule in cleaning_rules().items():
        standing = StandingDecision.objects.filter(ended_at=None, kinds__contains=[kind.value]).order_by("-id").first()
        if standing is None:
            continue
        count = PARTS[kind](standing, now - timedelta(days=rule.days), now)
        if count:
            done[kind] = count
            _write_run(standing, kind, count, now)
    return done


def _drop_drafts(_standing: StandingDecision, before: datetime, _now: datetime) -> int:
    rooms = [module.abandoned for module in modules.all_modules() if module.abandoned]
    return sum(_in_parts(partial(drop, before)) for drop in rooms)


def _drop_replays(_standing: StandingDecision, before: datetime, _now: datetime) -> int:
    return _in_parts(lambda: dossiers.drop_replays(SYSTEM, before=before))


def _in_parts(part: Callable[[], int]) -> int:
    total = 0
    for _turn in range(BATCHES):
        count = part()
        total += count
        if not count:
            break
    return total


def _drop_uploads(standing: StandingDecision, before: datetime, now: datetime) -> int:
    """Destroy kept files that no room holds: looked through from the oldest on, a few hundred at a time."""
    total, after = 0, None
    for _turn in range(BATCHES):
        ids = files.list_quiet(before=before, after=after)
        if not ids:
            break
        after = ids[-1]
        loose = sorted(set(ids) - held_files(ids))
        if loose:
            with transaction.atomic():
                total += len(dispose_files(loose, leave=lambda row: FileRemoval(standing=standing, **row), now=now))
    return total


@transaction.atomic
def _write_run(standing: StandingDecision, kind: Cleaning, count: int, now: datetime) -> None:
    CleaningRun.objects.create(kind=kind.value, standing=standing, count=count, at=now)
    detail = {"kind": kind.value, "count": count, "decision": standing.number}
    audit.record(SYSTEM, verb="retention.cleaned", subject_kind="standing", subject_id=standing.id, detail=detail)


PARTS: Final[dict[Cleaning, Callable[[StandingDecision, datetime, datetime], int]]] = {
    Cleaning.DRAFTS: _drop_drafts,
    Cleaning.UPLOADS: _drop_uploads,
    Cleaning.REPLAYS: _drop_replays,
}


def _note(actor: Actor, standing: StandingDecision, verb: str) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="standing",
        subject_id=standing.id,
        detail={"number": standing.number, "kinds": list(standing.kinds)},
    )
