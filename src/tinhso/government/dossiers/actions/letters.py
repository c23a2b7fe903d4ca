"""Letters of a dossier: numbered in the office's register with the act, signed by the queue after it.

The act stands at once, its clock with it, and the applicant is told of it; the paper follows. What the desk gives is
signed with the agency's seal key where it has one, else by whoever acted; a slip of apology by the leader, then the
seal. Nothing goes out without a signature: one by a key, or a person's hand on the print.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.dossiers.access import RECEIVE, may_here
from tinhso.government.dossiers.actions import _paper
from tinhso.government.dossiers.actions._write import LETTER_WORK, work_facts
from tinhso.government.dossiers.errors import NobodySigns
from tinhso.government.dossiers.letter_data import LETTER_TITLES, LetterKind, LetterStage, LetterState
from tinhso.government.dossiers.letter_words import TEMPLATES
from tinhso.government.dossiers.models import Dossier, Letter, TimelineEvent
from tinhso.government.dossiers.rules.next_step import DESK
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import DomainError

SUBJECT: Final = "dossiers.letter"
"""What requests to sign letters are known by in the queue; their subject is the dossier."""

HAND_AT: Final = "receiver"
LOOK_INTO: Final = calendar.Allowance(Decimal(4), calendar.AllowanceUnit.WORKING_HOUR)
NO_SEAL: Final = gettext_noop("Cơ quan không còn khóa con dấu dùng được. Đăng ký khóa con dấu rồi ký lại, hoặc ký tay.")
_PROFILE: Final[ContextVar[signing.Profile | None]] = ContextVar("letters_profile", default=None)

Words = Callable[[str], Mapping[str, Any]]
"""What a letter says, given its number."""


@contextmanager
def without_time_stamps() -> Iterator[None]:
    """Ask for letters' signatures without time-stamps: for examples of a day gone by, whose stamps cannot be had."""
    before = _PROFILE.set(signing.Profile.B_B)
    try:
        yield
    finally:
        _PROFILE.reset(before)


def take_number(actor: Actor, dossier: Dossier, kind: LetterKind, *, now: datetime) -> documents.HeldNumber:
    """Take the letter's number in the register of its unit; with the caller's transaction it is given back."""
    return documents.hold_number(
        SYSTEM if actor.is_applicant else actor,
        unit_id=dossier.unit_id,
        kind=documents.kind_of_letter(kind),
        maker_id=dossier.id,
        purpose=f"{LETTER_TITLES[kind]}, hồ sơ {dossier.code}",
        now=now,
    )


def put_out(
    actor: Actor,
    dossier: Dossier,
    kind: LetterKind,
    *,
    held: documents.HeldNumber,
    event: TimelineEvent,
    data: Mapping[str, Any],
    now: datetime,
) -> Letter:
    """Print a letter under its number and ask the queue to sign it, inside the act it belongs to.

    A leader without a key is refused (what `signing.key_for_queue` raises), as nobody else signs an apology. A desk
    whose key is missing or withdrawn is not: the act stands, and the letter waits for a person.
    """
    version = procedures.get_version(dossier.version_id)
    said = {key: value for key, value in data.items() if value is not None}
    printed = procedures.render(version, TEMPLATES[kind], said)
    by_leader = kind is LetterKind.APOLOGY
    is_sealed = by_leader and signing.find_seal(dossier.unit_id, now=now) is not None
    look = _paper.hand(actor, dossier)
    kept = files.keep_made(
        _paper.laid_out(printed, leader=look, is_sealed=is_sealed),
        pages=prints.pages_of(printed),
        name=f"{LETTER_TITLES[kind]} {dossier.code}.pdf",
        actor=SYSTEM if actor.is_applicant else actor,
        now=now,
    )
    row = Letter(
        dossier=dossier,
        kind=kind,
        event_id=event.id,
        number=held.code,
        on=held.on,
        held_id=held.id,
        file_id=kept.id,
        stage=LetterStage.HAND,
        is_sealed=is_sealed,
        signer_id=actor.account_id if actor.is_officer else None,
        signer_name=(actor.name if actor.is_officer else f"{DESK} {dossier.unit_name}")[:200],
        signer_title=actor.title[:200] if actor.is_officer else "",
        role=_role(actor, dossier, by_leader=by_leader),
        asked_at=now,
    )
    if by_leader:
        key = signing.key_for_queue(actor, now=now)
        _ask(actor, dossier, row, key=key, look=look, now=now)
    else:
        ask_desk(actor, dossier, row, now=now)
    row.save(force_insert=True)
    if row.problem:
        tell(dossier, row, now=now)
    return row


def _role(actor: Actor, dossier: Dossier, *, by_leader: bool) -> str:
    """Return the role whose inbox a letter comes to when it cannot be signed."""
    if by_leader:
        return "leader"
    at_desk = not actor.is_officer or may_here(actor, RECEIVE, dossier)
    return "one_stop_officer" if at_desk else "specialist"


def ask_desk(actor: Actor, dossier: Dossier, row: Letter, *, now: datetime) -> None:
    """Ask for the desk's signature: the agency's seal, else this officer's own. Who cannot leaves a problem behind."""
    unit, place = organisations.get_unit(dossier.unit_id), _paper.place_of_signing(dossier)
    seal = signing.find_seal(dossier.unit_id, now=now)
    row.problem, row.request_id = "", None
    try:
        if seal is not None:
            row.stage = LetterStage.SEAL
            look = signing.Appearance(anchor=HAND_AT, name=unit.name, location=place, look=signing.Look.SEAL)
            _ask(SYSTEM, dossier, row, key=seal, look=look, now=now)
        else:
            row.stage = LetterStage.HAND
            if not actor.is_officer:
                raise NobodySigns
            look = signing.Appearance(anchor=HAND_AT, name=actor.name, location=place)
            _ask(actor, dossier, row, key=signing.key_for_queue(actor, now=now), look=look, now=now)
    except DomainError as refused:
        row.problem = str(refused.sentence)[:500]


def ask_leader(actor: Actor, dossier: Dossier, row: Letter, *, now: datetime) -> None:
    """Ask for the leader's own signature again. Raises what `signing` refuses."""
    key = signing.key_for_queue(actor, now=now)
    _ask(actor, dossier, row, key=key, look=_paper.hand(actor, dossier), now=now)


def ask_seal(dossier: Dossier, row: Letter, *, now: datetime) -> None:
    """Ask for the agency's seal over the leader's signature; without a key that can, the letter says what to do."""
    unit, key = organisations.get_unit(dossier.unit_id), signing.find_seal(dossier.unit_id, now=now)
    row.problem, row.request_id, row.stage = "", None, LetterStage.SEAL
    place = _paper.place_of_signing(dossier)
    look = signing.Appearance(anchor="seal", name=unit.name, location=place, look=signing.Look.SEAL)
    try:
        if key is None:
            raise NobodySigns(_(NO_SEAL))
        _ask(SYSTEM, dossier, row, key=key, look=look, now=now)
    except DomainError as refused:
        row.problem = str(refused.sentence)[:500]


def _ask(
    actor: Actor, dossier: Dossier, row: Letter, *, key: signing.KeyInfo, look: signing.Appearance, now: datetime
) -> None:
    title = f"{LETTER_TITLES[LetterKind(row.kind)]}, hồ sơ {dossier.code}"
    request = signing.ask_signature(
        actor,
        subject_kind=SUBJECT,
        subject_id=dossier.id,
        file_id=row.file_id,
        key_ref=key.ref,
        appearance=look,
        profile=signing.Profile(row.profile) if row.profile else _PROFILE.get(),
        reason=f"Ký {title[0].lower()}{title[1:]}",
        title=title,
        now=now,
    )
    row.request_id, row.profile, row.problem = request.id, request.profile, ""


def tell(dossier: Dossier, row: Letter, *, now: datetime) -> None:
    """Put a letter that is not signed into the inbox of whoever gave it, once; it stays there until it is."""
    if row.told_at is not None:
        return
    row.told_at = now
    row.save(update_fields=["told_at"])
    work.open_item(
        kind=LETTER_WORK,
        subject_id=dossier.id,
        title=dossier.procedure_name,
        code=dossier.code,
        unit_id=dossier.unit_id,
        role=row.role,
        due_at=calendar.add_working_time(now, LOOK_INTO, unit_id=dossier.unit_id),
        assignee_id=row.signer_id,
        facts=work_facts(dossier) | {"act": "", "step": f"{LETTER_TITLES[LetterKind(row.kind)]} số {row.number}"},
        now=now,
    )


def end(actor: Actor, dossier: Dossier, row: Letter, state: LetterState, *, now: datetime) -> None:
    """Write down that nothing is awaited for a letter any more, and take it out of the inbox."""
    row.state, row.ended_at, row.problem = state, now, ""
    row.save()
    if row.told_at is not None and not _others_wait(dossier, row):
        work.close_items(subject_id=dossier.id, kind=LETTER_WORK, actor=actor, now=now)


def _others_wait(dossier: Dossier, row: Letter) -> bool:
    told = dossier.letters.filter(state=LetterState.OPEN, told_at__isnull=False)
    return told.exclude(pk=row.pk).exists()


def take_back(actor: Actor, dossier: Dossier, *, event_id: UUID, reason: str, now: datetime) -> None:
    """Make the letter of an undone act void: its number, with the reason; one that was entered is called back.

    A signature being made at this moment is thrown away.
    """
    row = Letter.objects.select_for_update(of=("self",)).filter(dossier=dossier, event_id=event_id).first()
    if row is None or row.state == LetterState.VOID:
        return
    if row.state == LetterState.OPEN:
        if row.request_id is not None:
            with suppress(DomainError):  # made or failed a moment ago: whoever tells of it finds the letter void
                signing.cancel_request(SYSTEM, request_id=row.request_id, now=now)
        why = f"Hủy việc đã làm, hồ sơ {dossier.code}: {reason}"
        documents.void_held(actor, held_id=row.held_id, reason=why, now=now)
    elif row.document_id is not None:
        documents.recall(SYSTEM, document_id=row.document_id, reason=reason, now=now)
    row.void_reason = reason[:500]
    end(actor, dossier, row, LetterState.VOID, now=now)
    record(actor, dossier, "letter_voided", row)


def record(actor: Actor, dossier: Dossier, verb: str, row: Letter) -> None:
    """Write down what became of a letter."""
    audit.record(
        actor,
        verb=f"dossiers.{verb}",
        subject_kind="dossier",
        subject_id=dossier.id,
        unit_id=dossier.unit_id,
        person_id=dossier.applicant_account_id,
        purpose=dossier.procedure_name,
        detail={"letter": row.kind, "number": row.number},
    )
