"""The words of form.json: which keywords stand where, and which kind goes with which type."""

import re
from collections.abc import Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import Kind

WORDS: Final = frozenset({"title", "title_en", "hint", "hint_en", "error", "error_en", "description"})
LAYOUT: Final = WORDS | {"kind", "when", "width", "autocomplete", "prefill", "errors", "errors_en"}
ROOT_KEYS: Final = frozenset(
    {"$schema", "$id", "title", "title_en", "description", "type", "pages", "properties", "required"}
)
PAGE_KEYS: Final = frozenset({"key", "title", "title_en", "hint", "hint_en", "when", "fields"})
KEYS_OF: Final[Mapping[str, frozenset[str]]] = {
    "string": LAYOUT
    | {"type", "enum", "const", "titles", "titles_en", "minLength", "maxLength", "pattern", "format"}
    | {"partial", "not_before", "not_after"},
    "integer": LAYOUT | {"type", "enum", "const", "titles", "titles_en", "minimum", "maximum"},
    "number": LAYOUT | {"type", "enum", "const", "titles", "titles_en", "minimum", "maximum"},
    "boolean": LAYOUT | {"type", "const", "titles", "titles_en"},
    "object": LAYOUT | {"type", "properties", "required", "additionalProperties"},
    "array": LAYOUT | {"type", "items", "minItems", "maxItems", "uniqueItems", "titles", "titles_en"},
    "": LAYOUT,
}
TYPES_OF: Final[Mapping[Kind, frozenset[str]]] = {
    **dict.fromkeys(
        (
            Kind.TEXT,
            Kind.NAME,
            Kind.TEXTAREA,
            Kind.DATE,
            Kind.TIME,
            Kind.PERSON_NUMBER,
            Kind.TAX_CODE,
            Kind.PHONE,
            Kind.EMAIL,
            Kind.COMMUNE,
        ),
        frozenset({"string"}),
    ),
    Kind.INTEGER: frozenset({"integer"}),
    Kind.MONEY: frozenset({"integer"}),
    Kind.NUMBER: frozenset({"number", "integer"}),
    Kind.BOOLEAN: frozenset({"boolean"}),
    Kind.CHOICE: frozenset({"string", "integer"}),
    Kind.MULTI: frozenset({"array"}),
    Kind.ADDRESS: frozenset({"object"}),
    Kind.PERSON: frozenset({"object"}),
    Kind.GROUP: frozenset({"object"}),
    Kind.REPEAT: frozenset({"array"}),
    Kind.NOTE: frozenset({""}),
}
ALIASES: Final[Mapping[str, str]] = {"personal_number": "person_number", "multi_choice": "multi", "select": "choice"}
WIDTHS: Final = frozenset({"", "s", "m", "l"})
FORMATS: Final = frozenset({"date", "time", "email"})
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LIMIT_OF: Final[Mapping[Kind, int]] = {
    Kind.NAME: 100,
    Kind.TEXTAREA: 4000,
    Kind.TEXT: 300,
    Kind.EMAIL: 254,
    Kind.PHONE: 20,
    Kind.PERSON_NUMBER: 12,
    Kind.TAX_CODE: 14,
    Kind.DATE: 10,
    Kind.TIME: 8,
    Kind.COMMUNE: 10,
}
MAX_ROWS: Final = 100
DEFAULT_ROWS: Final = 20

ADDRESS: Final[Mapping[str, Any]] = {
    "commune": {"type": "string", "kind": "commune", "title": "Xã, phường, đặc khu", "title_en": "Commune or ward"},
    "detail": {
        "type": "string",
        "kind": "text",
        "title": "Số nhà, đường, ấp, khóm",
        "title_en": "House number, street, hamlet",
        "maxLength": 200,
        "error": "Nhập số nhà, đường, ấp, khóm",
        "error_en": "Enter house number, street or hamlet",
    },
}
PERSON: Final[Mapping[str, Any]] = {
    "name": {
        "type": "string",
        "kind": "name",
        "title": "Họ, chữ đệm, tên",
        "title_en": "Full name",
        "minLength": 1,
        "maxLength": 100,
        "error": "Nhập họ, chữ đệm, tên",
        "error_en": "Enter the full name",
    },
    "number": {
        "type": "string",
        "kind": "person_number",
        "title": "Số định danh cá nhân",
        "title_en": "Personal identification number",
        "hint": "12 chữ số trên thẻ căn cước",
        "hint_en": "12 digits on the identity card",
        "error": "Nhập số định danh cá nhân gồm 12 chữ số",
        "error_en": "Enter the 12-digit personal identification number",
    },
    "birth_on": {
        "type": "string",
        "format": "date",
        "kind": "date",
        "partial": True,
        "title": "Ngày sinh",
        "title_en": "Date of birth",
        "error": "Nhập ngày sinh, ví dụ 27 3 1985",
        "error_en": "Enter the date of birth, for example 27 3 1985",
    },
}


def kind_of(raw: Mapping[str, Any]) -> Kind | None:
    """Return the kind a property has, guessed from its type when not written; None for an unknown one."""
    written = raw.get("kind")
    if written is not None:
        written = ALIASES.get(written, written) if isinstance(written, str) else None
        return Kind(written) if written in set(Kind) else None
    return _kind_of_type(raw)


def _kind_of_type(raw: Mapping[str, Any]) -> Kind | None:
    kind = raw.get("type")
    if "enum" in raw:
        return Kind.CHOICE
    if kind == "string":
        return {"date": Kind.DATE, "time": Kind.TIME, "email": Kind.EMAIL}.get(raw.get("format", ""), Kind.TEXT)
    if kind == "array":
        items = raw.get("items")
        return Kind.REPEAT if isinstance(items, dict) and items.get("type") == "object" else Kind.MULTI
    simple = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "object": Kind.GROUP}
    return simple.get(kind) if isinstance(kind, str) else None


def children_of(raw: Mapping[str, Any], kind: Kind) -> Mapping[str, Any]:
    """Return the properties under a property: its own, or the standard ones of an address or a person."""
    holder = raw["items"] if kind is Kind.REPEAT else raw
    properties = holder.get("properties", {})
    if kind is Kind.ADDRESS:
        merged = {key: {**words, **properties.get(key, {})} for key, words in ADDRESS.items()}
        merged["commune"]["kind"] = "commune"
        return merged
    return properties or (PERSON if kind is Kind.PERSON else {})


def required_of(raw: Mapping[str, Any], kind: Kind, *, needed: bool) -> frozenset[str]:
    """Return which children must be answered."""
    holder = raw["items"] if kind is Kind.REPEAT else raw
    if "required" in holder:
        return frozenset(holder["required"])
    if kind is Kind.ADDRESS and needed:
        return frozenset({"detail"})
    if kind is Kind.PERSON and not raw.get("properties"):
        return frozenset({"name", "birth_on"}) if needed else frozenset({"name"})
    return frozenset()
