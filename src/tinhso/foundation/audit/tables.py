"""How entries and seals are read from their tables."""

from typing import Any, Final

from django.db import connection

from tinhso.foundation.audit.data import Position, Seal

CANONICAL: Final = (
    "(SELECT row_to_json(c)::text FROM (SELECT 1 AS v, e.epoch, e.txid::text AS txid, e.seq, e.id,"
    " (extract(epoch FROM e.at) * 1000000)::bigint AS at, e.account_id, e.actor_kind, e.actor_name, e.appointment_id,"
    " e.acting_for, e.request_id, e.address, e.verb, e.subject_kind, e.subject_id, e.unit_id, e.person_id, e.purpose,"
    " e.detail) c)"
)
"""The canonical text of entry `e`: every column, by name, in a fixed order; `at` in microseconds since 1970.

PostgreSQL writes it, since that is several times as fast; it has written JSON this way since 9.4, and a test holds it.
"""

BEFORE_ALL: Final[Position] = (0, 0, 0)
AFTER: Final = "(e.epoch, e.txid, e.seq) > (%s, %s::text::xid8, %s)"
UP_TO: Final = "(e.epoch, e.txid, e.seq) <= (%s, %s::text::xid8, %s)"
ORDER: Final = "ORDER BY e.epoch, e.txid, e.seq"
PLACE: Final = "e.epoch, e.txid::text::bigint, e.seq"

_SEAL: Final = (
    "SELECT id, first_epoch, first_txid::text::bigint, first_seq, last_epoch, last_txid::text::bigint, last_seq, count,"
    " root, marks, previous_digest, digest, signature, key_id, sealed_at FROM audit_seal"
)


def place_values(position: Position) -> list[Any]:
    """Return a position as parameters of `AFTER` and `UP_TO`."""
    return [position[0], str(position[1]), position[2]]


def last_seal() -> Seal | None:
    """Return the newest seal, None before the first."""
    found = read_seals("ORDER BY id DESC LIMIT 1", [])
    return found[0] if found else None


def read_seals(rest: str, values: list[Any]) -> list[Seal]:
    """Return seals by the end of a SELECT of our own making."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SEAL} {rest}", values)
        return [_seal(row) for row in cursor.fetchall()]


def keep_index_order(cursor: Any) -> None:
    """Let this transaction read in index order: rows too new for the planner's statistics look few enough to sort."""
    cursor.execute("SET LOCAL enable_sort = off")


def current_epoch(cursor: Any) -> int:
    """Return the epoch new entries get: the column's default."""
    cursor.execute(
        "SELECT substring(pg_get_expr(d.adbin, d.adrelid) FROM '[0-9]+')::int FROM pg_attrdef d"
        " JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum"
        " WHERE d.adrelid = 'audit_entry'::regclass AND a.attname = 'epoch'"
    )
    return int(cursor.fetchone()[0])


def _seal(row: tuple[Any, ...]) -> Seal:
    root, marks, previous, digest, signature = (bytes(value) for value in row[8:13])
    return Seal(row[0], row[1:4], row[4:7], row[7], root, marks, previous, digest, signature, row[13], row[14])
