"""Finding by words at a million rows: first among the newest, then, for rare words only, through the whole index.

A common word («nguyễn») matches hundreds of thousands of rows; ranking them all by time to show fifty would take
seconds. It fills a page from the newest few thousand rows, read in the order of the key. What those show of a word's
share decides the rest: a word that is not too rare fills the page from a longer stretch; a rare one is answered by the
inverted index at once.
"""

from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.infos import COLUMNS, info_of

NEAR: Final = 4_000
"""Rows looked through, in the order of the key, before anything else."""
FAR: Final = 40_000
"""Rows looked through at most when the first show that this many hold a page."""

_NAMES: Final = ", ".join(f'"{name}"' for name in COLUMNS)
_AMONG_NEWEST: Final = (
    f"SELECT {_NAMES} FROM ({{newest}}) AS newest WHERE newest.search @@ to_tsquery('simple', %s)"  # noqa: S608
    " ORDER BY newest.id DESC LIMIT %s"
)
_ALL: Final = f"WITH hits AS MATERIALIZED ({{hits}}) SELECT {_NAMES} FROM hits ORDER BY id DESC LIMIT %s"  # noqa: S608


def newest_with_words(rows: QuerySet[Dossier], query: str, *, count: int) -> list[DossierInfo]:
    """Return the newest `count` of `rows` that a tsquery finds, newest first; one statement, or two."""
    found = _among_newest(rows, query, look_at=NEAR, count=count)
    if len(found) == count:
        return found
    needed = 2 * NEAR * count // len(found) if found else FAR + 1
    if needed <= FAR:
        found = _among_newest(rows, query, look_at=needed, count=count)
        if len(found) == count:
            return found
    hits = rows.filter(search=SearchQuery(query, config="simple", search_type="raw")).order_by()
    sql, params = hits.values(*COLUMNS).query.sql_with_params()
    return _fetch(_ALL.format(hits=sql), [*params, count])


def _among_newest(rows: QuerySet[Dossier], query: str, *, look_at: int, count: int) -> list[DossierInfo]:
    newest = rows.order_by("-id").values(*COLUMNS, "search")[:look_at]
    sql, params = newest.query.sql_with_params()
    return _fetch(_AMONG_NEWEST.format(newest=sql), [*params, query, count])


def _fetch(sql: str, params: list[Any]) -> list[DossierInfo]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [info_of(row) for row in cursor.fetchall()]
