"""Taking a number."""

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
