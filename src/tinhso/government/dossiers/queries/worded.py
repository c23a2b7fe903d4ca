"""Finding by words at a million rows: first among the newest, then, for rare words only, through the whole index.

A common word («nguyễn») matches hundreds of thousands of rows; ranking them all by time to show fifty would take
seconds. It fills a page from the newest few thousand rows, read in the order of the key. Only a word that does not is
rare enough for the inverted index to answer at once.
"""

from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from tinhso.government.dossiers.models import Dossier

NEWEST: Final = 20_000
"""Rows looked through in the order of the key before the inverted index is asked."""

_AMONG_NEWEST: Final = (
    "SELECT * FROM ({newest}) AS newest WHERE newest.search @@ to_tsquery('simple', %s)"
    " ORDER BY newest.id DESC LIMIT %s"
)
_ALL: Final = "WITH hits AS MATERIALIZED ({hits}) SELECT * FROM hits ORDER BY id DESC LIMIT %s"


def newest_with_words(rows: QuerySet[Dossier], query: str, *, count: int) -> list[Dossier]:
    """Return the newest `count` of `rows` that a tsquery finds, newest first; one statement, or two for rare words."""
    rows = rows.defer(None).defer("data", "draft_result", "search_words")
    sql, params = rows.order_by("-id")[:NEWEST].query.sql_with_params()
    found = list(Dossier.objects.raw(_AMONG_NEWEST.format(newest=sql), [*params, query, count]))
    if len(found) == count:
        return found
    hits = rows.filter(search=SearchQuery(query, config="simple", search_type="raw")).order_by()
    sql, params = hits.query.sql_with_params()
    return list(Dossier.objects.raw(_ALL.format(hits=sql), [*params, count]))
