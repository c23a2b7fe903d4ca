"""The door of figures."""

from tinhso.government.figures.data import (
    COUNTERS,
    At,
    Days,
    FactInfo,
    Group,
    Part,
    PublicRow,
    Score,
    Scored,
    TableRow,
    Term,
)
from tinhso.government.figures.errors import UnknownMeasure
from tinhso.government.figures.open_figures import public_rows
from tinhso.government.figures.projection import count_rating, follow_all, rebuild
from tinhso.government.figures.providing import Provider, provide
from tinhso.government.figures.queries import count_facts, differences, known_term, list_facts, table
from tinhso.government.figures.recount import Recount, recount
from tinhso.government.figures.scores import indexes, score_of

__all__ = [
    "COUNTERS",
    "At",
    "Days",
    "FactInfo",
    "Group",
    "Part",
    "Provider",
    "PublicRow",
    "Recount",
    "Score",
    "Scored",
    "TableRow",
    "Term",
    "UnknownMeasure",
    "count_facts",
    "count_rating",
    "differences",
    "follow_all",
    "indexes",
    "known_term",
    "list_facts",
    "provide",
    "public_rows",
    "rebuild",
    "recount",
    "score_of",
    "table",
]
