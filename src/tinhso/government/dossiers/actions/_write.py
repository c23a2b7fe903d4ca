"""What every verb does at its end: the timeline, the work items, the audit, the announcement."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.access import DOSSIERS
from tinhso.government.dossiers.data import Delivery
from tinhso.government.dossiers.errors import SomebodyElseActed, StillSigning
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.dossiers.rules.applicants import kind_of_number
from tinhso.government.dossiers.rules.timeline import sentence
from tinhso.government.dossiers.signing_data import SIGNING
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.events import Event
from tinhso.kernel.rows import Changes, Rows

DOSSIER_SERIES: Final = numbering.Series("dossier", numbering.Period.DAY, "{owner}-{on:%y%m%d}-{n:04d}")
TIMELINE: Final = Rows(TimelineEvent)
RECEIVE_WORK: Final = "dossiers.receive"
STEP_WORK: Final = "dossiers.step"
STUCK_WORK: Final = "dossiers.stuck"
APOLOGY_WORK: Final = "dossiers.apologise"
SIGNING_WORK: Final = "dossiers.signing"
LETTER_WORK: Final = "dossiers.letter"
ANSWER_WITHIN: Final = calendar.Allowance(Decimal(8), calendar.AllowanceUnit.WORKING_HOUR)
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_token() -> str:
    """Return a random look-up token: 12 letters (60 bits) of Crockford's base 32 and a check letter (mod 32)."""
    letters = [secrets.choice(_CROCKFORD) for _ in range(12)]
    return "".join(letters) + check_letter("".join(letters))


def check_letter(token: str) -> str:
    """Return the letter that catches one wrong letter or two neighbours swapped."""
    total = sum((place + 1) * _CROCKFORD.index(letter) for place, letter in enumerate(token))
    return _CROCKFORD[total % 31]


def take_turns(name: str) -> None:
    """Let transactions that do the same thing under one name wait for one another, until each ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [name])


def require_version(dossier: Dossier, expected: int | None) -> None:
    """Refuse to act on a page that is out of date. Raises SomebodyElseActed, saying who acted and when."""
    if expected is not None and expected != dossier.version:
        when = to_local(dossier.acted_at).strftime("%H:%M %d/%m/%Y")
        raise SomebodyElseActed(
            _(
                "%(who)s vừa xử lý hồ sơ này lúc %(when)s. "
                "Nội dung Ông/Bà nhập vẫn còn; xem lại hồ sơ rồi thực hiện tiếp nếu cần."
            )
            % {"who": dossier.acted_by or _("Người khác"), "when": when},
        )


def note(
    actor: Actor,
    dossier: Dossier,
    verb: str,
    *,
    now: datetime,
    text: str = "",
    task: str = "",
    planned_at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> TimelineEvent:
    """Return one line of the dossier's story, not yet written."""
    sentence(verb, facts or {})  # a verb without a sentence is found here, not by a citizen
    return TimelineEvent(
        dossier=dossier,
        at=now,
        verb=verb,
        account_id=actor.account_id,
        who=actor.shown_name[:200],
        unit_name=actor.unit_name,
        task=task,
        planned_at=planned_at,
        note=text[:2000],
        facts=dict(facts or {}),
    )


def finish(
    actor: Actor,
    dossier: Dossier,
    *lines: TimelineEvent,
    verb: str,
    facts: list[Event],
    now: datetime,
    new: bool = False,
) -> None:
    """Write the dossier, its story, the audit and the events: the end of every verb."""
    dossier.acted_at, dossier.acted_by = now, actor.shown_name[:200]
    if new:
        DOSSIERS.insert(dossier)
        dossier.changes = Changes(dossier)
    else:
        dossier.version += 1
        if dossier.changes is None:
            dossier.save(force_update=True)
        else:
            DOSSIERS.update(dossier, dossier.changes.names())
            dossier.changes = Changes(dossier)
    TIMELINE.insert(*lines)
    audit.record(
        actor,
        verb=verb,
        subject_kind="dossier",
        subject_id=dossier.id,
        unit_id=dossier.unit_id,
        person_id=dossier.applicant_account_id,
        purpose=dossier.procedure_name,
    )
    outbox.announce_all(facts, actor=actor)


def open_receive_work(dossier: Dossier, *, now: datetime) -> None:
    """Put the dossier on the desk: answered within eight working hours (NĐ 45/2020)."""
    due = calendar.add_working_time(now, ANSWER_WITHIN, unit_id=dossier.unit_id)
    dossier.step_title, dossier.step_role, dossier.step_act = (
        gettext_noop("Tiếp nhận hồ sơ"),
        "one_stop_officer",
        "receive",
    )
    dossier.step_task, dossier.step_due_at = "", due
    work.open_item(
        kind=RECEIVE_WORK,
        subject_id=dossier.id,
        title=dossier.procedure_name,
        code=dossier.code,
        unit_id=dossier.unit_id,
        role="one_stop_officer",
        due_at=due,
        facts=work_facts(dossier),
        now=now,
    )


def open_step_work(dossier: Dossier, step: procedures.Step, *, assignee: UUID | None, now: datetime) -> None:
    """Put one step of the process into the inbox of those whose role it is."""
    place = place_of(dossier, step)
    due = calendar.add_working_time(now, step.allowance_in(dossier.case), unit_id=place)
    dossier.step_task, dossier.step_title, dossier.step_role = step.task, step.title, step.role
    dossier.step_act, dossier.step_due_at = step.act, due
    work.open_item(
        kind=STEP_WORK,
        subject_id=dossier.id,
        title=dossier.procedure_name,
        code=dossier.code,
        unit_id=place,
        role=step.role,
        due_at=due,
        assignee_id=assignee,
        facts=work_facts(dossier),
        now=now,
    )


def place_of(dossier: Dossier, step: procedures.Step) -> UUID:
    """Return where a step is done: at the dossier's unit; a result taken in person at the desk that received it."""
    if step.act == procedures.Act.HAND_OVER and dossier.receiving_unit_id and dossier.delivery == Delivery.COUNTER:
        return dossier.receiving_unit_id
    return dossier.unit_id


def close_work(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """Take the dossier out of every inbox; an apology the head still owes stays there until the dossier ends.

    A letter that could not be signed stays, too, whatever becomes of the dossier.

    Every act that moves a dossier comes by here, so here it waits for a result that is being signed: StillSigning.
    """
    if dossier.step_act == SIGNING:
        raise StillSigning
    owed = dossier.apology_due_at is not None and dossier.finished_at is None
    kept = (LETTER_WORK, APOLOGY_WORK) if owed else (LETTER_WORK,)
    work.close_items(subject_id=dossier.id, keep=kept, actor=actor, now=now)
    dossier.step_task = dossier.step_title = dossier.step_role = dossier.step_act = ""
    dossier.step_due_at = None


def work_facts(dossier: Dossier) -> dict[str, str]:
    """Return what a work item of a dossier shows and is filtered by."""
    return {
        "applicant": dossier.applicant_name,
        "procedure": dossier.procedure_name,
        "procedure_code": dossier.procedure_code,
        "channel": dossier.channel,
        "applicant_kind": kind_of_number(dossier.applicant_number),
        "step": dossier.step_title,
        "act": dossier.step_act,
        "promised_at": dossier.promised_at.isoformat() if dossier.promised_at else "",
    }
