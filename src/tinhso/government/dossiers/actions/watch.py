"""No dead dossier: the watch tells the owner of what stands still, then the head, and gives the head late apologies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.actions import letters_signed
from tinhso.government.dossiers.actions._write import APOLOGY_WORK, STUCK_WORK, TIMELINE, note, work_facts
from tinhso.government.dossiers.data import RUNNING, Status
from tinhso.government.dossiers.events import DossierOverdue, DossierStoodStill
from tinhso.government.dossiers.models import Dossier, Reminder, Supplement
from tinhso.government.dossiers.rules.next_step import FEE_DAYS
from tinhso.government.dossiers.rules.stillness import QUIET, Level, due_level, stillness
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day
from tinhso.kernel.events import Event
from tinhso.kernel.outbox import announce

BATCH: Final = 100
MAX_BATCHES: Final = 200
MAX_TOLD: Final = 20
ANSWER: Final = calendar.Allowance(Decimal(4), calendar.AllowanceUnit.WORKING_HOUR)
_HELD: Final = (Status.NEW, Status.RECEIVED, Status.PROCESSING, Status.DONE)
APOLOGY: Final = "apology"
WHOM: Final = {Level.OWNER: "người đang giữ hồ sơ", Level.HEAD: "lãnh đạo đơn vị"}


def watch(now: datetime | None = None) -> int:
    """Look at every open dossier that may stand still or is overdue, in batches; return how many reminders were given.

    Each owner, each head and each apology once for one state of the dossier, however often and by how many workers
    this runs; a dossier somebody is working on at the moment is looked at the next time.
    """
    moment = now or clock.now()
    letters_signed.tell_of_silent(moment)
    return _still(moment) + _waiting_too_long(moment) + _overdue(moment)


def _still(now: datetime) -> int:
    """Tell of dossiers an officer should have gone on with."""
    told, after = 0, None
    for _ in range(MAX_BATCHES):
        count, after = _still_batch(now, after)
        told += count
        if after is None:
            break
    return told


@transaction.atomic
def _still_batch(now: datetime, after: tuple[datetime, UUID] | None) -> tuple[int, tuple[datetime, UUID] | None]:
    given = Reminder.objects.filter(dossier=OuterRef("pk"), version=OuterRef("version"))
    rows = (
        Dossier.objects.filter(~Exists(given.filter(level=Level.HEAD)), status__in=_HELD, acted_at__lte=now - QUIET)
        .annotate(is_told=Exists(given.filter(level=Level.OWNER)))
        .defer("data", "search", "search_words")
        .order_by("acted_at", "id")
    )
    if after is not None:
        rows = rows.filter(acted_at__gte=after[0]).exclude(acted_at=after[0], id__lte=after[1])
    batch = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    count = sum(_look(dossier, now) for dossier in batch)
    return count, ((batch[-1].acted_at, batch[-1].id) if len(batch) == BATCH else None)


def _look(dossier: Dossier, now: datetime) -> int:
    def between(start: datetime, end: datetime) -> timedelta:
        return calendar.working_time_between(start, end, unit_id=dossier.unit_id)

    still = stillness(
        Status(dossier.status), acted_at=dossier.acted_at, due_at=dossier.step_due_at, now=now, between=between
    )
    level = due_level(still)
    if level is None or (level is Level.OWNER and getattr(dossier, "is_told", False)):
        return 0
    return int(_remind(dossier, level, now=now))


def _remind(dossier: Dossier, level: Level, *, now: datetime) -> bool:
    """Tell the owner or the head, once for this state of the dossier."""
    if not _once(dossier, level.value, now):
        return False
    role = (dossier.step_role or "one_stop_officer") if level is Level.OWNER else _head_role(dossier.unit_id)
    assignee = dossier.handler_id if level is Level.OWNER and role == "specialist" else None
    due = calendar.add_working_time(now, ANSWER, unit_id=dossier.unit_id)
    _open(dossier, STUCK_WORK, role=role, due=due, assignee=assignee, now=now)
    people = [assignee] if assignee else _accounts(dossier.unit_id, role)
    _tell(dossier, people, "dossier_stood_still", level.value, due=due, now=now)
    _record(dossier, "stood_still", DossierStoodStill(dossier.id, level.value), {"whom": WHOM[level]}, now=now)
    return True


def _waiting_too_long(now: datetime) -> int:
    """Tell the desk of applicants who have let the day pass: it ends the dossier or asks them once more."""
    asked = Supplement.objects.filter(dossier=OuterRef("pk"), answered_at=None, undone_at=None)
    rows = Dossier.objects.annotate(due_on=Subquery(asked.values("due_on")[:1]))
    supplements = rows.filter(status=Status.WAITING_SUPPLEMENT, due_on__lt=local_day(now))
    fees = Dossier.objects.filter(status=Status.WAITING_FEE, paused_at__lt=now - timedelta(days=FEE_DAYS + 1))
    return sum(_each(found, now) for found in (supplements, fees))


@transaction.atomic
def _each(rows: QuerySet[Dossier], now: datetime) -> int:
    fresh = rows.exclude(reminders__version=F("version"), reminders__level=Level.OWNER).defer("data", "search")
    batch = list(fresh.order_by("id").select_for_update(of=("self",), skip_locked=True)[: 5 * BATCH])
    return sum(_remind(dossier, Level.OWNER, now=now) for dossier in batch)


def _overdue(now: datetime) -> int:
    """Give the head the task to apologise for each dossier whose promise has passed (Mẫu số 04)."""
    told = 0
    for _ in range(MAX_BATCHES):
        count = _overdue_batch(now)
        told += count
        if count < BATCH:
            break
    return told


@transaction.atomic
def _overdue_batch(now: datetime) -> int:
    rows = Dossier.objects.filter(status__in=RUNNING, promised_at__lt=now, apology_due_at=None, apologies=None).defer(
        "data", "search", "search_words"
    )
    batch = list(rows.order_by("promised_at", "id").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for dossier in batch:
        _owe(dossier, now)
    return len(batch)


def _owe(dossier: Dossier, now: datetime) -> None:
    due = calendar.add_working_time(now, ANSWER, unit_id=dossier.unit_id)
    Dossier.objects.filter(pk=dossier.pk).update(apology_due_at=due)
    if not _once(dossier, APOLOGY, now):
        return
    _open(dossier, APOLOGY_WORK, role="leader", due=due, assignee=None, now=now)
    _tell(dossier, _accounts(dossier.unit_id, "leader"), "dossier_overdue", APOLOGY, due=due, now=now)
    promised = dossier.promised_at or now
    _record(dossier, "overdue", DossierOverdue(dossier.id, promised), {}, now=now)


def _once(dossier: Dossier, level: str, now: datetime) -> bool:
    _row, made = Reminder.objects.get_or_create(
        dossier=dossier, level=level, version=dossier.version, defaults={"at": now}
    )
    return made


def _head_role(unit_id: UUID) -> str:
    """Return the role that heads the unit's work: its head, or where it has none its leader."""
    return "unit_head" if organisations.list_officers(unit_id, role="unit_head", is_deep=True, size=1) else "leader"


def _accounts(unit_id: UUID, role: str) -> list[UUID]:
    officers = organisations.list_officers(unit_id, role=role, is_deep=True, size=MAX_TOLD)
    accounts = identity.accounts_of_officers([officer.id for officer in officers])
    return [accounts[officer.id] for officer in officers if officer.id in accounts]


def _open(dossier: Dossier, kind: str, *, role: str, due: datetime, assignee: UUID | None, now: datetime) -> None:
    work.open_item(
        kind=kind,
        subject_id=dossier.id,
        title=dossier.procedure_name,
        code=dossier.code,
        unit_id=dossier.unit_id,
        role=role,
        due_at=due,
        assignee_id=assignee,
        facts=work_facts(dossier) | {"act": ""},
        now=now,
    )


def _tell(dossier: Dossier, people: Sequence[UUID], template: str, level: str, *, due: datetime, now: datetime) -> None:
    for account_id in people:
        notifications.notify(
            account_id,
            template=template,
            context={
                "code": dossier.code,
                "procedure": dossier.procedure_name,
                "unit": dossier.unit_name,
                "promised_at": dossier.promised_at,
                "due_at": due,
            },
            subject_kind="dossier",
            subject_id=dossier.id,
            once_key=f"{dossier.id}:{level}:{dossier.version}",
            now=now,
        )


def _record(dossier: Dossier, verb: str, fact: Event, facts: dict[str, str], *, now: datetime) -> None:
    """Write the line for the staff, the audit and the event; the dossier's version stays: nobody acted on it."""
    TIMELINE.insert(note(SYSTEM, dossier, verb, now=now, facts=facts))
    audit.record(
        SYSTEM,
        verb=f"dossiers.{verb}",
        subject_kind="dossier",
        subject_id=dossier.id,
        unit_id=dossier.unit_id,
        person_id=dossier.applicant_account_id,
        purpose=dossier.procedure_name,
    )
    announce(fact, actor=SYSTEM)
