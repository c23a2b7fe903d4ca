"""What officials review about documents, from content/documents/, read once in a process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.government.documents.data import Direction, Kind
from tinhso.government.documents.errors import BadDocument

MAIN_KINDS: Final = 29


@dataclass(frozen=True, slots=True)
class DefaultBook:
    """A register every agency has until it opens its own. No kinds: every kind that no other register takes."""

    code: str
    title: str
    direction: Direction
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecrecyWords:
    """Signs of a secret document; see content/documents/secrecy.yaml."""

    marks: tuple[str, ...]
    stamps: tuple[str, ...]
    refused: tuple[str, ...]
    symbols: tuple[str, ...]
    doubted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence leaders often write: for which part, and within how many working days (0: no due time)."""

    text: str
    part: str
    days: int


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Who is proposed for a document whose subject has one of the words: by a word of the position, when given."""

    words: tuple[str, ...]
    text: str
    days: int
    position: str = ""


def _load(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((Path(settings.CONTENT_DIR) / "documents" / name).read_text())
    return raw


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the 29 kinds of Phụ lục III, the three kinds of copy in the order of the annex, and other rooms' slips."""
    raw = _load("kinds.yaml")
    rows = [(one, part) for part in ("kinds", "copies", "slips") for one in raw[part]]
    found = tuple(
        Kind(one["key"], one["title"], one["abbreviation"], order, part == "copies", part == "slips")
        for order, (one, part) in enumerate(rows, start=1)
    )
    if len(raw["kinds"]) != MAIN_KINDS or len({one.key for one in found}) != len(found):
        raise ValueError("content/documents/kinds.yaml: 29 kinds, each once")
    return found


@cache
def _by_key() -> dict[str, Kind]:
    return {one.key: one for one in kinds()}


def find_kind(key: str) -> Kind | None:
    """Return the kind with this key, if there is one."""
    return _by_key().get(key)


def get_kind(key: str) -> Kind:
    """Return the kind with this key. Raises BadDocument."""
    found = find_kind(key)
    if found is None:
        words = "Chọn tên loại văn bản trong danh sách."
        raise BadDocument(fields={"loai": words})
    return found


@cache
def default_books() -> tuple[DefaultBook, ...]:
    """Return the registers of an agency that opened none of its own."""
    return tuple(
        DefaultBook(one["code"], one["title"], Direction(one["direction"]), tuple(one["kinds"]))
        for one in _load("books.yaml")["books"]
    )


@cache
def agency_symbols() -> dict[str, str]:
    """Return how agencies of a kind are written in a symbol."""
    return dict(_load("books.yaml")["symbols"])


@cache
def serving_kinds() -> frozenset[str]:
    """Return the kinds of agency that keep the registers of the one above them."""
    return frozenset(_load("books.yaml")["serves_parent"])


@cache
def most_reserved() -> int:
    """Return how many numbers may be kept back at once in one register."""
    return int(_load("books.yaml")["reserve"]["max_at_once"])


@cache
def kinds_of_results() -> dict[str, str]:
    """Return under which kind results of a series are numbered in the registers of documents; others have their own."""
    found = {str(series): str(kind) for series, kind in _load("results.yaml")["results"].items()}
    for kind in found.values():
        get_kind(kind)
    return found


@cache
def kinds_of_letters() -> dict[str, str]:
    """Return under which kind each letter of a dossier is numbered in the registers of documents."""
    found = {str(letter): str(kind) for letter, kind in _load("results.yaml")["letters"].items()}
    for kind in found.values():
        get_kind(kind)
    return found


@cache
def secrecy_words() -> SecrecyWords:
    """Return the signs of secret documents."""
    raw = _load("secrecy.yaml")
    refuse, doubt = raw["refuse"], raw["doubt"]
    return SecrecyWords(
        marks=tuple(refuse["marks"]),
        stamps=tuple(refuse["stamps"]),
        refused=tuple(refuse["phrases"]),
        symbols=tuple(refuse["symbols"]),
        doubted=tuple(doubt["phrases"]),
    )


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return the sentences leaders often write."""
    return tuple(Phrase(one["text"], one["part"], int(one["days"])) for one in _load("phrases.yaml")["instructions"])


@cache
def days_to_giver() -> int:
    """Return after how many working days past its due time an instruction rises on, from the head to its giver."""
    return int(_load("late.yaml")["to_giver_after_working_days"])


@cache
def usual_routing() -> RoutingRule:
    """Return what is proposed to say, and within how many working days, where no rule speaks."""
    one = _load("phrases.yaml")["usual"]
    return RoutingRule((), one["text"], int(one["days"]), "")


@cache
def routing_rules() -> tuple[RoutingRule, ...]:
    """Return the rules by which somebody is proposed."""
    return tuple(
        RoutingRule(tuple(one["words"]), one["text"], int(one["days"]), one.get("position", ""))
        for one in _load("phrases.yaml")["routing"]
    )
