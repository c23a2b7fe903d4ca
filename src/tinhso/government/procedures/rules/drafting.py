"""The draft of a result: the texts an officer sees and may correct, where they come from, and the paper they make.

A package says so under `results[].draft`. `fields` are the texts in order; each is taken from the answers as a person
reads them (`from`, dates dd/mm/yyyy) or from its `default`. `document` is the data of the print template; its strings
hold `$key` (string.Template of the standard library: names only, nothing is evaluated). Nothing here looks at a clock,
a database or a person.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import Any, Final

from tinhso.foundation.forms.public import condition_holds, parse_condition
from tinhso.kernel.text import clean_block, clean_line

MAX_TEXT: Final = 4000
NOT_YET: Final = "…"
OFFICE_NAMES: Final = (
    "unit",
    "UNIT",
    "seat",
    "place",
    "number",
    "today",
    "signer",
    "signer_title",
    "dossier",
    "result",
)

_DAY: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class DraftField:
    """One text of the draft, with what the answers already say."""

    key: str
    title: str
    value: str
    kind: str
    required: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Office:
    """What the office adds to every paper. `on` is the day of signing; `seat` says where the office is, in full."""

    unit_name: str
    parent_name: str
    place: str
    on: date
    number: str
    signer_name: str
    authority: tuple[str, ...]
    verify_address: str
    token: str
    dossier_code: str
    result_name: str
    demo: bool
    seat: str = ""
    signer_title: str = ""


def fields_of(
    draft: Mapping[str, Any],
    answers: Mapping[str, str],
    kept: Mapping[str, str] | None,
    *,
    data: Mapping[str, Any] | None = None,
) -> list[DraftField]:
    """Return the texts to write: what was kept before, else what the answers (words by pointer) or the default say.

    `data` are the answers themselves: a text whose `when` they do not fulfil is left out.
    """
    found = []
    for raw in _asked(draft, data):
        key = raw["key"]
        value = kept[key] if kept and key in kept else prefilled(raw, answers)
        found.append(
            DraftField(
                key=key,
                title=raw["title"],
                value=value,
                kind=raw.get("kind", "text"),
                required=bool(raw.get("required", False)),
                hint=raw.get("hint", ""),
            ),
        )
    return found


def _asked(draft: Mapping[str, Any], data: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """Yield the texts asked, one for each key: where a key stands several times, the first whose `when` holds."""
    seen: set[str] = set()
    for raw in draft.get("fields", ()):
        holds = data is None or condition_holds(parse_condition(raw.get("when")), data)
        if holds and raw["key"] not in seen:
            seen.add(raw["key"])
            yield raw


def prefilled(raw: Mapping[str, Any], answers: Mapping[str, str]) -> str:
    """Return what a text says before anybody touched it."""
    if "each" in raw:
        given = _lines(raw, answers)
    else:
        given = [answers[pointer] for pointer in sources(raw) if answers.get(pointer)]
    if not given:
        return str(raw.get("default", ""))
    value = raw["join"].join(given) if "join" in raw else given[0]
    value = FORMS_OF_WORDS[raw.get("as", "text")](value)
    return Template(raw["words"]).substitute(value=value) if "words" in raw else value


def _lines(raw: Mapping[str, Any], answers: Mapping[str, str]) -> list[str]:
    """Return one text for each row of a repeated group: `each` holds the names of its parts."""
    rows: dict[int, dict[str, str]] = {}
    (start,) = sources(raw)
    for pointer, words in answers.items():
        place, _, key = pointer.removeprefix(f"{start}/").partition("/")
        if pointer.startswith(f"{start}/") and place.isdigit():
            rows.setdefault(int(place), {})[key] = words
    template = Template(raw["each"])
    empty = dict.fromkeys(template.get_identifiers(), "")
    return [template.substitute(empty | rows[place]) for place in sorted(rows)]


def sources(raw: Mapping[str, Any]) -> list[str]:
    """Return the pointers a text is taken from."""
    found = raw.get("from", [])
    return [found] if isinstance(found, str) else list(found)


def _year(words: str) -> str:
    return words[-4:]


def to_iso(words: str) -> str:
    """Return a full day as ISO 8601 from dd/mm/yyyy; "" when it is not a day that exists."""
    found = _DAY.fullmatch(words.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        return ""


def _iso(words: str) -> str:
    return to_iso(words) or words


FORMS_OF_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "text": str,
    "upper": str.upper,
    "lower_first": lambda words: words[:1].lower() + words[1:],
    "year": _year,
    "day": str,
    "iso": _iso,
}


def clean(
    draft: Mapping[str, Any],
    posted: Mapping[str, Any],
    *,
    data: Mapping[str, Any] | None = None,
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts cleaned and bounded, and a sentence for each that is missing or no day; unknown keys go.

    A text of kind date is kept as dd/mm/yyyy; one left empty is a fault only where the package requires it.
    """
    cleaned: dict[str, str] = {}
    errors: dict[str, str] = {}
    for raw in _asked(draft, data):
        key, kind = raw["key"], raw.get("kind", "text")
        words = str(posted.get(key, ""))
        text = (clean_block(words) if kind == "textarea" else clean_line(words))[:MAX_TEXT]
        title = f"{raw['title'][0].lower()}{raw['title'][1:]}"
        if kind == "date" and text:
            day = to_iso(text)
            if not day:
                errors[key] = f"Nhập {title} gồm ngày, tháng, năm, ví dụ 05/04/1995"
            text = "/".join(reversed(day.split("-"))) if day else text
        if raw.get("required") and not text:
            errors[key] = f"Nhập {title}"
        cleaned[key] = text
    return cleaned, errors


def names(draft: Mapping[str, Any], kept: Mapping[str, str], office: Office) -> dict[str, str]:
    """Return every name a document may hold: the texts (a date also as `<key>_iso`), and the office's own."""
    words = {
        "unit": office.unit_name,
        "UNIT": office.unit_name.upper(),
        "seat": office.seat or office.unit_name,
        "place": office.place,
        "number": office.number or NOT_YET,
        "today": office.on.strftime("%d/%m/%Y"),
        "signer": office.signer_name or NOT_YET,
        "signer_title": office.signer_title or NOT_YET,
        "dossier": office.dossier_code,
        "result": office.result_name,
    }
    for raw in draft.get("fields", ()):
        text = kept.get(raw["key"], "")
        words[raw["key"]] = text
        if raw.get("kind") == "date":
            words[f"{raw['key']}_iso"] = to_iso(text)
    return words


def document(draft: Mapping[str, Any], kept: Mapping[str, str], office: Office, *, template: str) -> dict[str, Any]:
    """Return the data of the print template: the drafted texts in their places, and the office's own.

    Without a token nobody has signed yet, and the paper says that it is a draft.
    """
    filled: dict[str, Any] = fill(draft.get("document", {}), names(draft, kept, office))
    filled["signature"] = {"authority": list(office.authority), "name": office.signer_name or " "}
    if office.token:
        filled["lookup"] = {"address": office.verify_address, "token": office.token}
    else:
        filled["draft"] = True
    if office.demo:
        filled["demo"] = True
    return filled | _heading(office, template)


def _heading(office: Office, template: str) -> dict[str, Any]:
    if template == "khai_sinh":
        return {
            "number": office.number or NOT_YET,
            "registered_at": office.seat or f"{office.unit_name}, {office.place}",
            "registered_on": office.on.isoformat(),
        }
    return {
        "letterhead": {
            "parent": office.parent_name,
            "agency": office.unit_name.upper(),
            "number": office.number,
            "place": office.place,
            "date": office.on.isoformat(),
        },
    }


_GONE: Final = object()


def fill(part: Any, words: Mapping[str, str]) -> Any:
    """Return a part of the document with its names filled in.

    A mapping whose `when` does not hold is left out, and so is a text that comes out empty, but for the `value` of a
    row, which prints as a dotted line. In a list each line of a text becomes an item of its own. Raises KeyError for
    an unknown name, ValueError for a lone `$`.
    """
    if isinstance(part, str):
        return Template(part).substitute(words).strip()
    if isinstance(part, Mapping):
        return _fill_mapping(part, words)
    if isinstance(part, list | tuple):
        return [value for item in part for value in _fill_item(item, words) if not _is_empty(value)]
    return part


def _fill_item(item: Any, words: Mapping[str, str]) -> list[Any]:
    """Return what one item of a list comes to: a text of several lines becomes as many items."""
    value = fill(item, words)
    return [line.strip() for line in value.splitlines()] if isinstance(value, str) else [value]


def _fill_mapping(part: Mapping[str, Any], words: Mapping[str, str]) -> Any:
    if "when" in part and not _holds(part["when"], words):
        return _GONE
    filled = {key: fill(value, words) for key, value in part.items() if key != "when"}
    return {key: value for key, value in filled.items() if key == "value" or not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is _GONE or value in ("", [])


def _holds(when: str | Mapping[str, Any], words: Mapping[str, str]) -> bool:
    """Tell whether a part is printed: its text is written (`when: key`), or is one of those named (`{key, in}`)."""
    if isinstance(when, str):
        return bool(words[when])
    text = words[when["key"]]
    if "in" in when:
        return text in when["in"]
    return not text if when.get("empty") else bool(text)
