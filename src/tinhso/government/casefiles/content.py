"""The rules of keeping case files, from content/casefiles/rules.yaml, read once in a process."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@cache
def _read(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _table() -> Mapping[str, Any]:
    return _read(Path(settings.CONTENT_DIR) / "casefiles" / "rules.yaml")


def days(name: str) -> int:
    """Return a term in days: hand_over_days, notice_days, keep_longer_days."""
    return int(_table()[name]["value"])


def maintenance_codes() -> Mapping[str, str]:
    """Return the codes of how long a file is kept, and their titles."""
    return {code: str(one["title"]) for code, one in _table()["maintenance"].items()}


def maintenance_title(code: str) -> str:
    """Return the title of a code, the code itself when nobody knows it."""
    return maintenance_codes().get(code, code)


def years_of(code: str) -> int | None:
    """Return for how many years a file is kept; None for ever."""
    years = _table()["maintenance"][code]["years"]
    return None if years == "forever" else int(years)


def modes() -> Mapping[str, str]:
    """Return how a file may be used: the codes a file of this house may have (never secret) and their titles."""
    found: Mapping[str, str] = _table()["modes"]
    return found


def columns() -> tuple[str, ...]:
    """Return the columns of a list as a workbook."""
    return tuple(_table()["columns"])
