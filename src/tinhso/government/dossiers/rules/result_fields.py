"""The draft of a result: which texts the officer writes, where they come from, and the document they make.

A package says so under `results[].draft`: `fields` (key, title, `from` an answer's pointer or a `default`, `as` a form
of words, required) and `document`, the data of the print template, whose strings hold `$key` (string.Template of the
standard library: names only, nothing is evaluated). A mapping with `when: key` is left out when that field is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import Any, Final

from tinhso.kernel.text import clean_block

MAX_TEXT: Final = 4000


@dataclass(frozen=True, slots=True)
class DraftField:
    """One text of the draft, with what the answers already say."""

    key: str
    title: str
    value: str
    kind: str
    required: bool
    hint: str


def fields_of(draft: Mapping[str, Any], answers: Mapping[str, str], kept: Mapping[str, str] | None) -> list[DraftField]:
    """Return the texts to write: what was kept before, else what the answers (words by pointer) or the default say."""
    found = []
    for raw in draft.get("fields", ()):
        key = raw["key"]
        source = kept[key] if kept and key in kept else _first(raw, answers)
        found.append(
            DraftField(
                key=key,
                title=raw["title"],
                value=source,
                kind=raw.get("kind", "text"),
                required=bool(raw.get("required", False)),
                hint=raw.get("hint", ""),
            ),
        )
    return found


def _first(raw: Mapping[str, Any], answers: Mapping[str, str]) -> str:
    for pointer in _sources(raw):
        if answers.get(pointer):
            return _FORMS[raw.get("as", "text")](answers[pointer])
    return str(raw.get("default", ""))


def _sources(raw: Mapping[str, Any]) -> list[str]:
    sources = raw.get("from", [])
    return [sources] if isinstance(sources, str) else list(sources)


def _year(words: str) -> str:
    return words[-4:]


def _iso(words: str) -> str:
    """Return a day as ISO 8601, from dd/mm/yyyy as a summary shows it."""
    day, month, year = [*words.split("/"), "", ""][:3]
    return f"{year}-{month}-{day}" if year else words


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "text": str,
    "upper": str.upper,
    "year": _year,
    "day": str,
    "iso": _iso,
}


def clean(draft: Mapping[str, Any], posted: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts cleaned and bounded, and a sentence for each that is missing. Unknown keys are dropped."""
    cleaned: dict[str, str] = {}
    errors: dict[str, str] = {}
    for raw in draft.get("fields", ()):
        key = raw["key"]
        text = clean_block(str(posted.get(key, "")))[:MAX_TEXT]
        cleaned[key] = text
        if raw.get("required") and not text:
            errors[key] = f"Nhập {raw['title'][0].lower()}{raw['title'][1:]}"
    return cleaned, errors


@dataclass(frozen=True, slots=True)
class Office:
    """What the office adds to every document."""

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


def document(draft: Mapping[str, Any], kept: Mapping[str, str], office: Office, *, template: str) -> dict[str, Any]:
    """Return the data of the print template: the drafted texts in their places, and the office's own."""
    words = {
        **{raw["key"]: kept.get(raw["key"], "") for raw in draft.get("fields", ())},
        "unit": office.unit_name,
        "UNIT": office.unit_name.upper(),
        "number": office.number,
        "today": office.on.strftime("%d/%m/%Y"),
        "dossier": office.dossier_code,
        "result": office.result_name,
    }
    filled: dict[str, Any] = _fill(draft.get("document", {}), words)
    filled["signature"] = {"authority": list(office.authority), "name": office.signer_name or " "}
    if office.token:
        filled["lookup"] = {"address": office.verify_address, "token": office.token}
    if office.demo:
        filled["demo"] = True
    return filled | _heading(office, template)


def _heading(office: Office, template: str) -> dict[str, Any]:
    if template == "khai_sinh":
        return {
            "number": office.number or "…",
            "registered_at": f"{office.unit_name}, {office.place}",
            "registered_on": office.on.isoformat(),
        }
    return {
        "letterhead": {
            "parent": office.parent_name,
            "agency": office.unit_name,
            "number": office.number,
            "place": office.place,
            "date": office.on.isoformat(),
        },
    }


_GONE: Final = object()


def _fill(part: Any, words: Mapping[str, str]) -> Any:
    """Return a part of the document with its names filled in; what its `when` leaves out is dropped."""
    if isinstance(part, str):
        return Template(part).substitute(words)
    if isinstance(part, Mapping):
        if "when" in part and not words.get(part["when"]):
            return _GONE
        filled = {key: _fill(value, words) for key, value in part.items() if key != "when"}
        return {key: value for key, value in filled.items() if value is not _GONE}
    if isinstance(part, list | tuple):
        kept = [value for value in (_fill(item, words) for item in part) if value is not _GONE]
        return [value for value in kept if value != []]
    return part


def problems(draft: Mapping[str, Any], pointers: frozenset[str]) -> list[str]:
    """Return what is wrong with a draft's description: unknown pointers, forms of words and names."""
    keys = {raw.get("key") for raw in draft.get("fields", ())}
    found = []
    for raw in draft.get("fields", ()):
        found += [
            f"draft.fields.{raw.get('key')}: tờ khai không có mục {pointer}"
            for pointer in _sources(raw)
            if pointer not in pointers
        ]
        if raw.get("as", "text") not in _FORMS:
            found.append(f"draft.fields.{raw.get('key')}: không có dạng chữ «{raw['as']}»")
    try:
        _fill(
            draft.get("document", {}),
            {
                **dict.fromkeys(keys, "x"),
                "unit": "",
                "UNIT": "",
                "number": "",
                "today": "",
                "dossier": "",
                "result": "",
            },
        )
    except (KeyError, ValueError) as error:
        found.append(f"draft.document: tên không có: {error}")
    return found
