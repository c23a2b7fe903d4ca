"""Reviewed content: content/appointments/desks.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from tinhso.government.appointments.data import Precedence, Service

NUMBERS = ("per_half_hour", "days_ahead", "lead_minutes", "per_person", "desks", "usual_minutes")


@dataclass(frozen=True, slots=True)
class Desks:
    """What the file says: rows of services and precedence by their key, and the defaults of a unit's desk rule."""

    services: Mapping[str, Mapping[str, str]]
    precedence: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, int]


def load_content() -> int:
    """Read the file anew; return how many services there are. Raises ValueError naming what is wrong."""
    _read.cache_clear()
    return len(desks().services)


def desks() -> Desks:
    """Return the content."""
    return _read(Path(settings.CONTENT_DIR) / "appointments" / "desks.yaml")


def services() -> tuple[Service, ...]:
    """Return what the desks do, in the language in force."""
    return tuple(Service(letter, row[_language()]) for letter, row in desks().services.items())


def service_title(letter: str) -> str:
    """Return the title of one service; the letter itself for one that is no longer offered."""
    row = desks().services.get(letter)
    return row[_language()] if row else letter


def precedences() -> tuple[Precedence, ...]:
    """Return the reasons to go before others, in the language in force."""
    return tuple(Precedence(code, row[_language()], row["basis"]) for code, row in desks().precedence.items())


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@lru_cache(maxsize=4)
def _read(path: Path) -> Desks:
    top: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    services_by = {str(row["letter"]): row for row in top["services"]}
    precedence_by = {str(row["code"]): row for row in top["precedence"]}
    if not services_by or any(len(letter) != 1 or not "A" <= letter <= "Z" for letter in services_by):
        raise ValueError(f"{path.name}: a service has one letter from A to Z")
    for row in (*top["services"], *top["precedence"]):
        if not row.get("vi") or not row.get("en"):
            raise ValueError(f"{path.name}: {row} needs vi and en")
    defaults = {name: int(top["defaults"][name]) for name in NUMBERS}
    return Desks(services_by, precedence_by, defaults)
