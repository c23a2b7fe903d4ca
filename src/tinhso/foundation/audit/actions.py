"""Writes: one statement each, that reads no other row, so that writers never wait for one another."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.data import READ_VERB
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

MAX_DETAIL: Final = 16_384
MAX_READS: Final = 500
_MAX_NAME: Final = 200
_MAX_WORD: Final = 80
_MAX_PURPOSE: Final = 500

_COLUMNS: Final = (
    "id, account_id, actor_kind, actor_name, appointment_id, acting_for, request_id, address,"
    " verb, subject_kind, subject_id, unit_id, person_id, purpose, detail"
)
_ROW: Final = "(" + ", ".join(["%s"] * 14) + ", %s::jsonb)"
_SHOWN: Final = f"""
    WITH shown AS (
        SELECT * FROM unnest(%(ids)s::uuid[], %(keys)s::uuid[], %(persons)s::uuid[], %(subjects)s::uuid[])
            AS s (id, key, person_id, subject_id)
    ), fresh AS (
        INSERT INTO audit_shown (hour, account_id, appointment_id, place, key)
        SELECT date_trunc('hour', now()), %(account)s, %(post)s, %(place)s, key FROM shown ORDER BY key
        ON CONFLICT DO NOTHING RETURNING key
    )
    INSERT INTO audit_entry ({_COLUMNS})
    SELECT shown.id, %(who0)s, %(who1)s, %(who2)s, %(who3)s, %(who4)s, %(who5)s, %(who6)s,
           '{READ_VERB}', %(kind)s, shown.subject_id, %(unit)s, shown.person_id, %(purpose)s, %(detail)s::jsonb
      FROM shown JOIN fresh USING (key)
"""  # noqa: S608 - our own names
_NO_POST: Final = UUID(int=0)


def record(
    actor: Actor,
    *,
    verb: str,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    unit_id: UUID | None = None,
    person_id: UUID | None = None,
    purpose: str = "",
    detail: Mapping[str, Any] | None = None,
) -> UUID:
    """Write one entry in the transaction of the verb it tells of; return its id.

    `verb` is "<app>.<past participle>" ("dossiers.received"); `unit_id` is the unit whose matter it is, the actor's own
    when not given. `detail` is small (16 KiB of JSON), of ids, codes, numbers and moments, never of personal data.
    Refuses, with RuntimeError, to be called outside a transaction, and with ValueError what is out of bounds.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is recorded inside the transaction it tells of")
    about = [_word(verb, "verb"), _word(subject_kind, "subject_kind", empty=True), subject_id]
    about += [unit_id or actor.unit_id, person_id, _purpose(purpose), _json(_with_principal(actor, detail))]
    return _insert(actor, [about])[0]


def _with_principal(actor: Actor, detail: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the detail with whom the actor acts for, so that every entry of theirs shows both."""
    return {**(detail or {}), "on_behalf_of": str(actor.on_behalf_of)} if actor.behalf else detail


def record_read(
    actor: Actor,
    *,
    person_id: UUID | None,
    purpose: str,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> UUID:
    """Write that `actor` looked at personal data of `person_id`, and for what purpose; return the entry's id.

    The person may read this line (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15). Who is known by nothing but the subject
    they stand in has no id. Works inside and outside a transaction. Refuses an empty purpose, and a read of nobody's
    and nothing's, with ValueError.
    """
    if person_id is None and subject_id is None:
        raise ValueError("a read is of a person, or of the subject they stand in")
    if not clean_line(purpose):
        raise ValueError("a read of personal data has a purpose")
    about = [READ_VERB, _word(subject_kind, "subject_kind", empty=True), subject_id, unit_id or actor.unit_id]
    return _insert(actor, [[*about, person_id, _purpose(purpose), _json(_with_principal(actor, None))]])[0]


def record_reads(
    actor: Actor,
    *,
    person_ids: Iterable[UUID],
    purpose: str,
    subject_kind: str = "",
    subject_id: UUID | None = None,
) -> list[UUID]:
    """Write one read for each of up to 500 persons, in one statement: what a list on a screen showed."""
    persons = list(dict.fromkeys(person_ids))
    if len(persons) > MAX_READS:
        raise ValueError(f"at most {MAX_READS} reads at a time")
    if not clean_line(purpose):
        raise ValueError("a read of personal data has a purpose")
    kind = _word(subject_kind, "subject_kind", empty=True)
    about = [[READ_VERB, kind, subject_id, actor.unit_id, one, _purpose(purpose), "{}"] for one in persons]
    return _insert(actor, about) if about else []


def record_reads_about(
    actor: Actor, *, reads: Sequence[tuple[UUID, UUID]], purpose: str, subject_kind: str
) -> list[UUID]:
    """Write up to 500 reads, each a (person, subject) pair, in one statement. Refuses what `record_read` refuses."""
    if len(reads) > MAX_READS:
        raise ValueError(f"at most {MAX_READS} reads at a time")
    if not clean_line(purpose):
        raise ValueError("a read of personal data has a purpose")
    kind = _word(subject_kind, "subject_kind", empty=True)
    about = [[READ_VERB, kind, subject, actor.unit_id, person, _purpose(purpose), "{}"] for person, subject in reads]
    return _insert(actor, about) if about else []


def record_shown(
    actor: Actor,
    *,
    shown: Iterable[tuple[UUID | None, UUID]],
    place: str,
    purpose: str,
    subject_kind: str,
) -> int:
    """Write that a list showed persons' names to `actor`; return how many lines that made.

    `shown` holds (person, subject) pairs, at most 500: a person without an account stands on record by the subject
    (a dossier) their name stood in. One line for each person, post, `place` ("dossiers.list") and clock hour, so that
    looking at the same list again and again adds nothing. One statement, works inside and outside a transaction.
    Refuses an empty purpose or place, and an actor without an account, with ValueError.
    """
    rows = {person or subject: (person, None if person else subject) for person, subject in shown}
    if len(rows) > MAX_READS:
        raise ValueError(f"at most {MAX_READS} reads at a time")
    if actor.account_id is None or not clean_line(purpose):
        raise ValueError("a read of personal data has somebody who reads, and a purpose")
    if not rows:
        return 0
    keys = sorted(rows)  # two pages at once take the same keys in the same order
    values = {
        "ids": [uuid7() for _ in keys],
        "keys": keys,
        "persons": [rows[key][0] for key in keys],
        "subjects": [rows[key][1] for key in keys],
        "account": actor.account_id,
        "post": actor.appointment_id or _NO_POST,
        "place": _word(place, "place"),
        "kind": _word(subject_kind, "subject_kind", empty=True),
        "unit": actor.unit_id,
        "purpose": _purpose(purpose),
        "detail": _json({"place": place}),
        **{f"who{n}": value for n, value in enumerate(_who(actor))},
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, values)
        return int(cursor.rowcount)


def forget_shown() -> int:
    """Drop the marks of hours past, by which `record_shown` knows what it wrote already; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_shown WHERE hour < date_trunc('hour', now()) - interval '1 hour'")
        return int(cursor.rowcount)


def _who(actor: Actor) -> list[Any]:
    """Return the columns that tell who acts."""
    return [
        actor.account_id,
        actor.kind.value,
        actor.name[:_MAX_NAME],
        actor.appointment_id,
        actor.acting_for,
        clean_line(actor.request_id)[:_MAX_WORD],
        clean_line(actor.address)[:_MAX_WORD],
    ]


def _insert(actor: Actor, about: list[list[Any]]) -> list[UUID]:
    """Write the rows with one statement."""
    who = _who(actor)
    ids = [uuid7() for _ in about]
    values: list[Any] = []
    for entry_id, row in zip(ids, about, strict=True):
        values += [entry_id, *who, *row]
    rows = ", ".join([_ROW] * len(about))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO audit_entry ({_COLUMNS}) VALUES {rows}", values)  # noqa: S608 - our own names
    return ids


def _word(text: str, name: str, *, empty: bool = False) -> str:
    """Return a short technical word as it is. Refuses long ones and, unless allowed, none."""
    if len(text) > _MAX_WORD or not (text or empty):
        raise ValueError(f"{name} has 1 to {_MAX_WORD} characters")
    return text


def _purpose(text: str) -> str:
    return clean_line(text)[:_MAX_PURPOSE]


def _json(detail: Mapping[str, Any] | None) -> str:
    """Return `detail` as JSON text; UUIDs, moments, enums and decimals as their text. Refuses NaN and long ones."""
    text = json.dumps(dict(detail or {}), ensure_ascii=False, allow_nan=False, default=str)
    if len(text.encode()) > MAX_DETAIL:
        raise ValueError(f"detail has at most {MAX_DETAIL} bytes")
    return text
