"""Reads: a subject's trail, who looked at a person's data, and the proof of one entry."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.data import READ_VERB, Entry, Proof, SealInfo
from tinhso.foundation.audit.errors import ChainBroken, NotSealedYet
from tinhso.foundation.audit.rules import inclusion_path, leaf, root, statement_of
from tinhso.foundation.audit.tables import AFTER, CANONICAL, ORDER, PLACE, UP_TO, read_seals
from tinhso.foundation.audit.tables import last_seal as newest_seal
from tinhso.foundation.audit.tables import place_values as at
from tinhso.kernel.errors import NotFound
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

_ENTRY: Final = (
    "SELECT id, seq, at, actor_kind, account_id, actor_name, appointment_id, acting_for, request_id, address, verb,"
    " subject_kind, subject_id, unit_id, person_id, purpose, detail::text FROM audit_entry"
)
TAIL_LIMIT: Final = 10_000


def list_trail(subject_id: UUID, *, cursor: str = "", size: int = 50) -> Page[Entry]:
    """Return what was done to a subject, newest first. No gate: the room whose subject it is decides who may ask.

    Raises BadCursor for a cursor we did not make.
    """
    return _page("subject_id = %s", subject_id, cursor, size)


def list_reads_of(person_id: UUID, *, known_as: Sequence[UUID] = (), cursor: str = "", size: int = 50) -> Page[Entry]:
    """Return who looked at a person's data and for what purpose, newest first (the person may read this).

    `known_as` are other ids under which reads of the same person stand: those of a time without an account. Whether
    they are this person's is for the caller to know. Raises BadCursor.
    """
    return _page_of(_READS, [person_id, *known_as], cursor, size)


def list_of_request(request_id: str, *, cursor: str = "", size: int = 50) -> Page[Entry]:
    """Return what one request did, newest first: the id a fault page shows and every answer carries (X-Request-Id).

    No gate. An empty id finds nothing.
    """
    return _page("request_id <> '' AND request_id = %s", request_id, cursor, size)


def last_seal() -> SealInfo | None:
    """Return the newest seal and the length of the tail behind it, None before the first seal. Two queries."""
    newest = newest_seal()
    if newest is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM audit_entry e WHERE {AFTER} LIMIT {TAIL_LIMIT}) tail",  # noqa: S608
            at(newest.last),
        )
        tail = int(cursor.fetchone()[0])
    return SealInfo(newest.id, newest.sealed_at, newest.count, newest.digest.hex(), tail)


def proof(entry_id: UUID) -> Proof:
    """Return the proof that an entry is under a seal, to be checked offline with `check_proof`.

    Raises NotFound, NotSealedYet, and ChainBroken when the batch around it is no longer what was sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {PLACE}, {CANONICAL} FROM audit_entry e WHERE e.id = %s", [entry_id])  # noqa: S608
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        seals = read_seals(
            "WHERE (last_epoch, last_txid, last_seq) >= (%s, %s::text::xid8, %s)"
            " ORDER BY last_epoch, last_txid, last_seq LIMIT 1",
            at(row[:3]),
        )
        if not seals:
            raise NotSealedYet
        seal = seals[0]
        cursor.execute(
            f"SELECT {CANONICAL} FROM audit_entry e"  # noqa: S608 - our own words
            f" WHERE {AFTER.replace('>', '>=')} AND {UP_TO} {ORDER} LIMIT %s",
            [*at(seal.first), *at(seal.last), seal.count + 1],
        )
        texts = [text for (text,) in cursor.fetchall()]
    leaves = [leaf(text.encode()) for text in texts]
    if not leaves or root(leaves) != seal.root:
        raise ChainBroken
    index = texts.index(row[3])
    path = tuple(sibling.hex() for sibling in inclusion_path(leaves, index))
    return Proof(row[3], index, path, statement_of(seal), seal.signature.hex())


_READS: Final = f"person_id = %s AND verb = '{READ_VERB}'"


def _page(condition: str, value: UUID | str, cursor: str, size: int) -> Page[Entry]:
    return _page_of(condition, [value], cursor, size)


def _page_of(condition: str, asked: Sequence[UUID | str], cursor: str, size: int) -> Page[Entry]:
    """Return one page by the key (at, seq), downwards; each value asked for is read from the index in that order."""
    size = bounded(size)
    behind: list[Any] = []
    if cursor:
        moment, seq = _key(cursor)
        condition += " AND at <= %s AND (at, seq) < (%s, %s)"
        behind = [moment, moment, seq]
    one = f"({_ENTRY} WHERE {condition} ORDER BY at DESC, seq DESC LIMIT %s)"
    values = [part for value in asked for part in (value, *behind, size + 1)]
    whole = one if len(asked) == 1 else f"{' UNION ALL '.join([one] * len(asked))} ORDER BY at DESC, seq DESC LIMIT %s"
    with connection.cursor() as database:
        database.execute(whole, values if len(asked) == 1 else [*values, size + 1])
        rows = database.fetchall()
    entries = [_entry(row) for row in rows[:size]]
    more = len(rows) > size
    return Page(entries, encode_cursor(entries[-1].at.isoformat(), entries[-1].seq) if more else "")


def _entry(row: Any) -> Entry:
    values: list[Any] = [*row[:16], json.loads(row[16])]
    return Entry(*values)


def _key(cursor: str) -> tuple[datetime, int]:
    """Return the key in a cursor."""
    moment, seq = decode_cursor(cursor, length=2)
    try:
        parsed = datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        raise BadCursor from None
    if parsed.tzinfo is None or type(seq) is not int or not 0 <= seq < 2**63:
        raise BadCursor
    return parsed, seq
