"""The data tracker: who saw a person's data or passed it on, when, for which agency and why (Law 91/2025/QH15).

It reads the audit, which nobody can alter; a person reads their own record alone.
"""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.papers.access import ANSWER
from tinhso.government.papers.data import Look, QuestionInfo
from tinhso.government.papers.errors import LookNotFound
from tinhso.government.papers.models import LookQuestion
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.paging import Page, bounded, decode_cursor, encode_cursor

QUESTION_PURPOSE: Final = "Xem câu hỏi của Ông/Bà về lần xem dữ liệu để trả lời"
SCAN: Final = 100
MAX_SCANNED: Final = 2000
MAX_EXPORTED: Final = 5000


def list_looks_at_me(actor: Actor, *, unit_id: UUID | None = None, cursor: str = "", size: int = 50) -> Page[Look]:
    """Return who looked at this person's data, newest first; only those of one agency when `unit_id` is given.

    A filtered page may be short of `size` and still have a next one: it looks through 2,000 lines at a time. Raises
    LookNotFound to anybody who is no signed-in applicant, BadCursor.
    """
    record = _record_of(actor)
    size = bounded(size)
    found: list[audit.Entry] = []
    scanned, at = 0, cursor
    while len(found) < size and scanned < MAX_SCANNED:
        page = record(at, SCAN if unit_id else size)
        scanned += len(page.items)
        for entry in page.items:
            if unit_id is not None and entry.unit_id != unit_id:
                continue
            found.append(entry)
            if len(found) == size:
                more = key_of(entry, after=True) if entry is not page.items[-1] else page.next_cursor
                return Page(_looks(found), more)
        at = page.next_cursor
        if not at:
            break
    return Page(_looks(found), at)


def every_look(actor: Actor) -> Iterator[Look]:
    """Yield the newest 5,000 looks at this person's data, for export. Raises LookNotFound."""
    record = _record_of(actor)
    at, told = "", 0
    while told < MAX_EXPORTED:
        page = record(at, SCAN)
        yield from _looks(list(page.items))
        told += len(page.items)
        at = page.next_cursor
        if not at:
            return


def agencies_seen(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the agencies among the newest 500 looks, by name, to filter by."""
    record = _record_of(actor)
    units: dict[UUID, str] = {}
    at = ""
    for _turn in range(5):
        page = record(at, SCAN)
        for entry in page.items:
            if entry.unit_id and entry.unit_id not in units:
                units[entry.unit_id] = unit_name(entry.unit_id)
        at = page.next_cursor
        if not at:
            break
    return sorted(units.items(), key=lambda pair: pair[1])


def find_look(actor: Actor, *, key: str) -> audit.Entry:
    """Return the entry a key names, if it is on this person's own record. Raises LookNotFound for every other."""
    try:
        decode_cursor(key[:200], length=2)
        page = _record_of(actor)(key[:200], 1)
    except DomainError:
        raise LookNotFound from None
    if not page.items or key_of(page.items[0]) != key:
        raise LookNotFound
    return page.items[0]


def get_question(actor: Actor, *, question_id: UUID) -> QuestionInfo:
    """Return a question to the head of the unit it is about (`papers.answer`); reading it is on the asker's record.

    Raises LookNotFound.
    """
    found = LookQuestion.objects.filter(pk=question_id).first()
    if found is None or not actor.is_officer or not actor.may(ANSWER, found.unit_id):
        raise LookNotFound
    audit.record_read(
        actor,
        person_id=found.person_id,
        purpose=QUESTION_PURPOSE,
        subject_kind="papers.look_question",
        subject_id=found.id,
    )
    return found.to_info()


def key_of(entry: audit.Entry, *, after: bool = False) -> str:
    """Return the key of an entry: the cursor before it; with `after` the cursor behind it."""
    return encode_cursor(entry.at.isoformat(), entry.seq + (0 if after else 1))


def person_of(actor: Actor) -> UUID:
    """Return the account whose record a signed-in applicant may read. Raises LookNotFound for everybody else."""
    if not actor.is_applicant or actor.account_id is None:
        raise LookNotFound
    return actor.account_id


def _record_of(actor: Actor) -> Callable[[str, int], Page[audit.Entry]]:
    """Return what reads a page of the actor's own record, by cursor and size. Raises LookNotFound.

    With the reads of their number from before they had an account, once they have proven that the number is theirs:
    whoever merely typed it into a form learns nothing of them.
    """
    person = person_of(actor)
    is_theirs = actor.assurance >= identity.Assurance.VERIFIED
    earlier = [identity.stand_in(identity.get_account(person).number)] if is_theirs else []
    return lambda cursor, size: audit.list_reads_of(person, known_as=earlier, cursor=cursor, size=size)


def _looks(entries: list[audit.Entry]) -> list[Look]:
    asked = {one.entry_id: one for one in LookQuestion.objects.filter(entry_id__in=[entry.id for entry in entries])}
    names: dict[UUID | None, str] = {None: ""}
    looks = []
    for entry in entries:
        if entry.unit_id not in names:
            names[entry.unit_id] = unit_name(entry.unit_id)
        question = asked.get(entry.id)
        looks.append(
            Look(
                id=entry.id,
                key=key_of(entry),
                at=entry.at,
                who=entry.actor_name,
                kind=entry.actor_kind,
                unit_id=entry.unit_id,
                unit_name=names[entry.unit_id],
                purpose=entry.purpose,
                receiver=str(entry.detail.get("receiver", "")),
                subject_kind=entry.subject_kind,
                subject_id=entry.subject_id,
                question_state="" if question is None else "answered" if question.answered_at else "asked",
                answer=question.answer if question else "",
            )
        )
    return looks


def unit_name(unit_id: UUID | None) -> str:
    """Return a unit's name with those above it; "" for one that is not there."""
    try:
        return organisations.full_name(unit_id) if unit_id else ""
    except DomainError:
        return ""
