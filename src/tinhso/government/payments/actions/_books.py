"""Posting: an entry and its lines, in one statement; and inserting a row once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

from tinhso.government.payments.rules.ledger import Line
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

MIN_REASON: Final = 10
MAX_REASON: Final = 500

_POST: Final = """
    WITH entry AS (
        INSERT INTO payments_ledgerentry
               (id, what, unit_id, day, posted_at, account_id, request_id, notice_id, shift_id, refund_id)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    )
    INSERT INTO payments_ledgerline (entry_id, unit_id, day, account, amount)
    SELECT %s, unit_id, %s, account, amount
      FROM unnest(%s::uuid[], %s::text[], %s::bigint[]) AS line(unit_id, account, amount)
"""


def post(  # noqa: PLR0913 - an entry is these facts
    actor: Actor,
    what: str,
    lines: Sequence[Line],
    *,
    day: date,
    now: datetime,
    request_id: UUID | None = None,
    notice_id: UUID | None = None,
    shift_id: UUID | None = None,
    refund_id: UUID | None = None,
) -> UUID:
    """Write one entry into the books; return its id. The database refuses one that does not balance."""
    entry_id = uuid7()
    about = [request_id, notice_id, shift_id, refund_id]
    columns: list[Any] = [
        [line.unit_id for line in lines],
        [line.account.value for line in lines],
        [li.amount for li in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            [entry_id, what, lines[0].unit_id, day, now, actor.account_id, *about, entry_id, day, *columns],
        )
    return entry_id


def insert_once(row: models.Model) -> bool:
    """Insert a row; False when one like it (by any unique key) is there, after waiting for whoever writes it."""
    meta = row._meta  # noqa: SLF001 - Django's documented API of a model
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    values: list[Any] = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING 1",  # noqa: S608
            values,
        )
        inserted = cursor.fetchone() is not None
    row._state.adding = not inserted  # noqa: SLF001 - as Django's own save() does
    return inserted


def said_reason(text: str, refusal: type[DomainError]) -> str:
    """Return a reason of 10 to 500 characters, cleaned. Raises `refusal` otherwise."""
    said = clean_line(text)
    if not MIN_REASON <= len(said) <= MAX_REASON:
        raise refusal
    return said
