"""The law's figures about acting for others, from content/mandates/figures.yaml, read once in a process."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Figures:
    """When one is of age, how long an authorisation may last, and how far ahead it may begin."""

    of_age: int
    longest: timedelta
    ahead: timedelta


@cache
def figures() -> Figures:
    """Return the figures in force."""
    raw = yaml.safe_load((Path(settings.CONTENT_DIR) / "mandates" / "figures.yaml").read_text(encoding="utf-8"))
    return Figures(
        of_age=int(raw["of_age"]["years"]),
        longest=timedelta(days=int(raw["longest_authorisation"]["days"])),
        ahead=timedelta(days=int(raw["begins_within"]["days"])),
    )
