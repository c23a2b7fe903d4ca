"""Taking a number."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import connection

from tinhso.foundation.numbering.data import Series

MAX_OWNER: Final = 64

_NEXT: Final = """
    INSERT INTO numbering_counter AS c (series, owner, period, value) VALUES (%s, %s, %s, 1)
    ON CONFLICT (series, owner, period) DO UPDATE SET value = c.value + 1
    RETURNING value
"""

_NEXT_BLOCKS: Final = """
    INSERT INTO numbering_counter AS c (series, owner, period, value)
    SELECT %s, wanted.owner, wanted.period, wanted.many
      FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS wanted(owner, period, many)
     ORDER BY wanted.owner, wanted.period
    ON CONFLICT (series, owner, period) DO UPDATE SET value = c.value + excluded.value
    RETURNING owner, period, value
"""


def next_number(series: Series, *, owner: str, on: date) -> int:
    """Return the next number of `owner` in `series` for the period in which the local day `on` lies, from 1.

    One statement. Whoever else wants a number of this owner waits until the caller's transaction ends: so take it last
    in a verb. No gap, no double; a verb that is rolled back gives its number back. Refuses, with RuntimeError, to be
    called outside a transaction and, with ValueError, an owner of more than 64 characters.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    if len(owner) > MAX_OWNER:
        raise ValueError(f"an owner has at most {MAX_OWNER} characters")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series.code, owner, series.period.key(on)])
        (value,) = cursor.fetchone()
    return int(value)


def next_code(series: Series, *, owner: str, on: date) -> str:
    """Return the next number, written as the series writes it. Promises and refuses what `next_number` does."""
    return series.write(owner=owner, on=on, n=next_number(series, owner=owner, on=on))


def take_blocks(series: Series, *, counts: Mapping[tuple[str, date], int]) -> dict[tuple[str, date], int]:
    """Take `counts[owner, day]` numbers in a row for each owner and day at once; return the first of each block.

    One statement, for loads of many rows. No two of the days may lie in one period of the series. Promises and refuses
    what `next_number` does; counts are at least 1.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    if any(many < 1 for many in counts.values()) or any(len(owner) > MAX_OWNER for owner, _ in counts):
        raise ValueError(f"a block has at least one number, an owner at most {MAX_OWNER} characters")
    keys = {(owner, series.period.key(on)): (owner, on) for owner, on in counts}
    if len(keys) < len(counts):
        raise ValueError("two days of one owner lie in one period")
    with connection.cursor() as cursor:
        owners, periods = [owner for owner, _ in keys], [period for _, period in keys]
        cursor.execute(_NEXT_BLOCKS, [series.code, owners, periods, list(counts.values())])
        rows = cursor.fetchall()
    return {keys[owner, period]: value - counts[keys[owner, period]] + 1 for owner, period, value in rows}
