"""The rules of digitising, from content/digitisation/rules.yaml, read once in a process."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language


@cache
def _rules() -> Mapping[str, Any]:
    text = (folder() / "rules.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def folder() -> Path:
    """Return where the content of this room lies."""
    return Path(settings.CONTENT_DIR) / "digitisation"


def min_dpi() -> int:
    """Return how finely a scan must be, in dots an inch."""
    return int(_rules()["scan"]["min_dpi"]["value"])


def stamp_form() -> str:
    """Return the form of copy, as the agency's signature says it."""
    return str(_rules()["scan"]["stamp"]["value"])


def review_percent() -> int:
    """Return how many of a hundred papers a second person checks."""
    return int(_rules()["review"]["percent"]["value"])


def seconds_per_page() -> int:
    """Return how long reading one page may take."""
    return int(_rules()["ocr"]["seconds_per_page"]["value"])


def memory_mb() -> int:
    """Return how much memory reading may take."""
    return int(_rules()["ocr"]["memory_mb"]["value"])


def exemptions() -> Mapping[str, Mapping[str, str]]:
    """Return why a paper may need no scan, by code: `name`, `name_en`, `sentence`."""
    found: Mapping[str, Mapping[str, str]] = _rules()["exemptions"]
    return found


def exemption_title(code: str) -> str:
    """Return an exemption in the language of the page."""
    words = exemptions()[code]
    return words["name_en"] if (get_language() or "vi").startswith("en") else words["name"]
