"""Finding by words at a million documents: first among the newest, then, for rare words only, through the whole index.

A common word («báo cáo») is in a third of all documents: ordering them all by time to show fifty would take seconds.
It fills a page from the newest few thousand rows, read in the order of the key; what those show of the word's share
decides the rest. A rare word is answered by the inverted index at once.
"""

from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

NEAR: Final = 3_000
"""Rows looked through, in the order of the key, before anything else."""
FAR: Final = 30_000
"""Rows looked through at most when the first show that this many hold a page."""
_AMONG: Final = (
    "SELECT id FROM ({newest}) AS newest (id, search) WHERE newest.search @@ to_tsquery('simple', %s)"
    " ORDER BY id DESC LIMIT %s"
)
_ALL: Final = "WITH hits AS MATERIALIZED ({hits}) SELECT * FROM hits ORDER BY 1 DESC LIMIT %s"


def newest_with_words(rows: QuerySet[Any], query: str, *, count: int, key: str, vector: str) -> list[UUID]:
    """Return the keys of the newest `count` of `rows` whose `vector` a tsquery finds: one to three statements."""
    found = _among_newest(rows, query, look_at=NEAR, count=count, key=key, vector=vector)
    if len(found) == count:
        return found
    needed = 2 * NEAR * count // len(found) if found else FAR + 1
    if needed <= FAR:
        found = _among_newest(rows, query, look_at=needed, count=count, key=key, vector=vector)
        if len(found) == count:
            return found
    hits = rows.filter(**{vector: SearchQuery(query, config="simple", search_type="raw")}).order_by()
    sql, params = hits.values_list(key).query.sql_with_params()
    return _fetch(_ALL.format(hits=sql), [*params, count])


def _among_newest(rows: QuerySet[Any], query: str, *, look_at: int, count: int, key: str, vector: str) -> list[UUID]:
    newest = rows.order_by(f"-{key}").values_list(key, vector)[:look_at]
    sql, params = newest.query.sql_with_params()
    return _fetch(_AMONG.format(newest=sql), [*params, query, count])


def _fetch(sql: str, params: list[Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
