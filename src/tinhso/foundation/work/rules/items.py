"""What an item may hold, and when it turns yellow."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from tinhso.foundation.work.data import WORK_ROLES
from tinhso.foundation.work.errors import BadItem
from tinhso.kernel.text import clean_line, fold

MAX_FACTS: Final = 4096
SOON: Final = timedelta(hours=48)
LONGEST_WARNING: Final = timedelta(days=7)
_KIND: Final = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,29}")


def checked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `facts`: plain values by name, at most 4 KiB as JSON. Raises BadItem."""
    plain = all(isinstance(k, str) and isinstance(v, str | int | float | bool | None) for k, v in facts.items())
    if not plain or len(json.dumps(dict(facts), ensure_ascii=False).encode()) > MAX_FACTS:
        raise BadItem(what="facts")
    return dict(facts)


def check_item(*, kind: str, role: str, title: str, code: str) -> None:
    """Refuse an item of no kind, for a role that has no inbox, or without words (BadItem)."""
    good = _KIND.fullmatch(kind) and role in WORK_ROLES and 0 < len(clean_line(title)) <= 300 and len(code) <= 60
    if not good:
        raise BadItem(kind=kind, role=role)


def warning(due_at: datetime | None, *, now: datetime, given: datetime | None) -> datetime | None:
    """Return the moment an item turns yellow: the one given, else two days or a quarter of the time before its end.

    Whichever of the two comes first, but never more than seven days before the end, so that a list of what is soon due
    has to look at one week only.
    """
    if due_at is None:
        return None
    earliest = due_at - LONGEST_WARNING
    chosen = given or min(due_at - SOON, due_at - (due_at - now) / 4)
    return min(max(chosen, earliest), due_at)


def search_text(*, code: str, title: str, facts: Mapping[str, Any]) -> str:
    """Return what a search looks in: code, title and applicant, folded."""
    return fold(" ".join([code, title, str(facts.get("applicant") or "")]))[:1000]


def closest(text: str) -> str:
    """Return a folded LIKE pattern of at most 100 letters, with its wildcards made plain."""
    escaped = fold(clean_line(text))[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
