"""The SQL of the boxes.

A box is a union of disjoint branches, and each branch reads one partial index in the order of the list. An officer
may reach hundreds of pairs of unit and role; asking for all of them at once would sort everything they match, so each
pair gives its own first rows (a lateral join), and only those are merged: the cost follows the length of the page, not
the length of the backlog. A search by text, and what is followed, find their few rows by an index of their own first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from psycopg.types.json import Jsonb

from tinhso.foundation.work.data import Box, Filters
from tinhso.foundation.work.reach import Reach
from tinhso.foundation.work.rules.items import LONGEST_WARNING, closest

SENT_DAYS: Final = 30
_LIVE: Final = "i.state IN ('open', 'claimed')"
_PAIRS: Final = "unnest(%(pair_units)s::uuid[], %(pair_roles)s::text[]) AS p(unit_id, role)"
_HERS: Final = "i.state = 'claimed' AND i.assignee_id = %(me)s"
_BY_PAIR: Final = f"i.state = 'open' AND (i.unit_id, i.role) IN (SELECT p.unit_id, p.role FROM {_PAIRS})"  # noqa: S608
_BY_ROLE: Final = "i.state = 'open' AND i.role = ANY(%(roles)s::text[])"


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a box: what drives it (`source`, nothing for one index), and which rows it gives."""

    source: str
    rows: str
    plain: str
    """The same rows without the driver, for when another index finds them first."""


_MINE: Final = Branch("", _HERS, _HERS)
_PAIR: Final = Branch(_PAIRS, "i.state = 'open' AND i.unit_id = p.unit_id AND i.role = p.role", _BY_PAIR)
_ROLE: Final = Branch("unnest(%(roles)s::text[]) AS p(role)", "i.state = 'open' AND i.role = p.role", _BY_ROLE)
_OVERSEEN: Final = Branch(
    "unnest(%(overseen)s::uuid[]) AS p(unit_id)",
    f"{_LIVE} AND i.unit_id = p.unit_id",
    "i.unit_id = ANY(%(overseen)s::uuid[])",
)
_ALL: Final = Branch("", _LIVE, "true")

_CONDITIONS: Final = {
    Box.TO_SIGN: "i.act = 'sign'",
    Box.DUE_SOON: "i.due_order > %(now)s AND i.due_order <= %(week)s AND i.warn_at <= %(now)s",
    Box.LATE: "i.due_order <= %(now)s",
    Box.FOLLOWED: "i.subject_id IN (SELECT f.subject_id FROM work_follow f WHERE f.account_id = %(me)s)",
}


def parameters(reach: Reach, filters: Filters, *, now: datetime) -> dict[str, Any]:
    """Return what the SQL below names."""
    return {
        "me": reach.account_id,
        "pair_units": list(reach.pair_units),
        "pair_roles": list(reach.pair_roles),
        "roles": list(reach.roles_everywhere),
        "overseen": list(reach.overseen),
        "now": now,
        "week": now + LONGEST_WARNING,
        "since": now - timedelta(days=SENT_DAYS),
        "kind": filters.kind,
        "procedure": filters.procedure,
        "unit": filters.unit_id,
        "text": closest(filters.text),
        "procedures": list(filters.procedures or ()),
        "due_before": filters.due_before,
        "assignee": filters.assignee_id,
        "act": filters.act,
        "facts": Jsonb(dict(filters.facts)),
    }


def keys(box: Box, reach: Reach, filters: Filters, *, after: bool) -> str:
    """Return SQL that gives (place, id) of the first rows of a box, in order; `after` starts behind a cursor."""
    conditions = [*_filtering(filters), *([_CONDITIONS[box]] if box in _CONDITIONS else [])]
    if box is Box.SENT:
        if after:
            conditions.append("(i.done_at, i.id) < (%(after_at)s, %(after_id)s)")
        return (
            f"SELECT i.done_at AS place, i.id FROM work_workitem i WHERE {_joined([_SENT, *conditions])}"  # noqa: S608
            " ORDER BY i.done_at DESC, i.id DESC LIMIT %(limit)s"
        )
    if after:
        conditions.append("(i.due_order, i.id) > (%(after_at)s, %(after_id)s)")
    branches = _branches(box, reach)
    order = "ORDER BY i.due_order, i.id LIMIT %(limit)s"
    if box is Box.FOLLOWED or filters.text:
        rows = [_flat("i.due_order AS place, i.id", branches, conditions)]
    else:
        rows = [_driven("i.due_order AS place, i.id", *pair, order) for pair in _disjoint(branches, conditions)]
    union = " UNION ALL ".join(f"({one})" for one in rows)
    return f"SELECT h.place, h.id FROM ({union}) h ORDER BY h.place, h.id LIMIT %(limit)s"  # noqa: S608


def count(box: Box, reach: Reach) -> str:
    """Return SQL that counts a box, stopping at the limit."""
    conditions = [_CONDITIONS[box]] if box in _CONDITIONS else []
    stop = "LIMIT %(limit)s"
    if box is Box.SENT:
        rows = [f"SELECT 1 FROM work_workitem i WHERE {_SENT} {stop}"]  # noqa: S608
    elif box is Box.FOLLOWED:
        rows = [f"{_flat('1', _branches(box, reach), conditions)} {stop}"]
    else:
        rows = [_driven("1", *pair, stop) for pair in _disjoint(_branches(box, reach), conditions)]
    union = " UNION ALL ".join(f"({one})" for one in rows)
    return f"(SELECT count(*) FROM (SELECT 1 FROM ({union}) u {stop}) c)"  # noqa: S608


_SENT: Final = "i.state = 'done' AND i.done_by = %(me)s AND i.done_at > %(since)s"


def _branches(box: Box, reach: Reach) -> list[Branch]:
    own = [_MINE] if reach.account_id else []
    group = ([_PAIR] if reach.pair_units else []) + ([_ROLE] if reach.roles_everywhere else [])
    overseen = [_ALL] if reach.oversees_everywhere else [_OVERSEEN] if reach.overseen else []
    match box:
        case Box.MINE:
            return own
        case Box.GROUP:
            return group
        case Box.UNIT:
            return overseen
        case Box.TO_SIGN:
            return own + group
    return own + group + overseen


def _disjoint(branches: list[Branch], conditions: list[str]) -> Iterable[tuple[Branch, list[str]]]:
    """Give each branch the condition that leaves out what the branches before it already gave."""
    narrow = [branch for branch in branches if branch not in (_OVERSEEN, _ALL)]
    for branch in branches:
        taken = [] if branch in narrow else [f"NOT ({other.plain})" for other in narrow]
        yield branch, [*conditions, *taken]
    if not branches:
        yield _ALL, ["false"]


def _driven(columns: str, branch: Branch, conditions: list[str], tail: str) -> str:
    inner = f"SELECT {columns} FROM work_workitem i WHERE {_joined([branch.rows, *conditions])} {tail}"  # noqa: S608
    return f"SELECT h.* FROM {branch.source} CROSS JOIN LATERAL ({inner}) h" if branch.source else inner  # noqa: S608


def _flat(columns: str, branches: list[Branch], conditions: list[str]) -> str:
    visible = " OR ".join(f"({branch.plain})" for branch in branches) or "false"
    return f"SELECT {columns} FROM work_workitem i WHERE {_joined([_LIVE, *conditions, f'({visible})'])}"  # noqa: S608


def _filtering(filters: Filters) -> list[str]:
    wanted = {
        "i.kind = %(kind)s": filters.kind,
        "i.facts ->> 'procedure_code' = %(procedure)s": filters.procedure,
        "i.unit_id = %(unit)s": filters.unit_id,
        "i.search LIKE %(text)s": filters.text,
        "i.facts ->> 'procedure_code' = ANY(%(procedures)s::text[])": filters.procedures is not None,
        "i.due_order <= %(due_before)s": filters.due_before,
        "i.assignee_id = %(assignee)s": filters.assignee_id,
        "i.state = 'open'": filters.is_free,
        "i.act = %(act)s": filters.act,
        "i.facts @> %(facts)s::jsonb": filters.facts,
    }
    return [condition for condition, value in wanted.items() if value]


def _joined(conditions: list[str]) -> str:
    return " AND ".join(conditions)
