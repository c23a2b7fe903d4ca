"""From form.json to the tree of fields that checking and rendering walk."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tinhso.foundation.forms.data import Choice, Field, Form, Kind, Page, Words
from tinhso.foundation.forms.rules.conditions import parse
from tinhso.foundation.forms.rules.keywords import DEFAULT_ROWS, LIMIT_OF, children_of, kind_of, required_of
from tinhso.foundation.forms.rules.order import decide_order
from tinhso.kernel.text import nfc


def compile_form(raw: Mapping[str, Any]) -> Form:
    """Return the form of a raw form.json that lint has passed, now or when it was published."""
    root = tree_of(raw)
    fields = {field.pointer: field for field in fields_below(root)}
    pages = tuple(
        Page(page["key"], words(page, "title"), tuple(page["fields"]), parse(page.get("when"))) for page in raw["pages"]
    )
    page_of = {}
    for page in pages:
        for pointer in fields:
            if any(pointer == head or pointer.startswith(head + "/") for head in page.fields):
                page_of[pointer] = page.key
    return Form(words(raw, "title"), root, pages, fields, decide_order(raw["pages"], fields), page_of)


def tree_of(raw: Mapping[str, Any]) -> Field:
    """Return the root group with everything below it."""
    required = frozenset(raw.get("required", ()))
    children = tuple(_field(child, key, "", key in required) for key, child in raw["properties"].items())
    return Field("", "", Kind.GROUP, "object", words(raw, "title"), required=True, children=children)


def fields_below(field: Field) -> Iterator[Field]:
    """Yield every field under `field`, depth first, in the order of the file."""
    for child in field.children:
        yield child
        yield from fields_below(child)


def words(raw: Mapping[str, Any], key: str) -> Words:
    """Return the text under `key` with its translation under `<key>_en`."""
    return Words(nfc(raw.get(key, "")), nfc(raw.get(f"{key}_en", "")))


def _field(raw: Mapping[str, Any], key: str, parent: str, required: bool) -> Field:  # noqa: FBT001 - a schema keyword
    kind = kind_of(raw) or Kind.TEXT
    pointer = f"{parent}/{key}"
    below = pointer + ("/*" if kind is Kind.REPEAT else "")
    children: tuple[Field, ...] = ()
    if kind in (Kind.GROUP, Kind.ADDRESS, Kind.PERSON, Kind.REPEAT):
        needed = required_of(raw, kind, needed=required)
        children = tuple(_field(child, name, below, name in needed) for name, child in children_of(raw, kind).items())
    return Field(
        pointer=pointer,
        key=key,
        kind=kind,
        type=raw.get("type", ""),
        title=words(raw, "title"),
        hint=words(raw, "hint"),
        error=words(raw, "error"),
        errors={code: Words(nfc(text), raw.get("errors_en", {}).get(code, "")) for code, text in raw["errors"].items()}
        if "errors" in raw
        else {},
        required=required and kind is not Kind.NOTE,
        when=parse(raw.get("when")),
        choices=_choices(raw),
        const=(raw["const"],) if "const" in raw else (),
        min_length=raw.get("minLength", 0),
        max_length=raw.get("maxLength", LIMIT_OF.get(kind, 300)),
        pattern=re.compile(raw["pattern"]) if "pattern" in raw else None,
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        min_items=raw.get("minItems", 0),
        max_items=raw.get("maxItems", DEFAULT_ROWS if kind is Kind.REPEAT else 100),
        format=raw.get("format", ""),
        partial=bool(raw.get("partial")),
        not_before=raw.get("not_before", ""),
        not_after=raw.get("not_after", ""),
        width=raw.get("width", ""),
        autocomplete=raw.get("autocomplete", ""),
        prefill=raw.get("prefill", ""),
        children=children,
    )


def _choices(raw: Mapping[str, Any]) -> tuple[Choice, ...]:
    holder = raw["items"] if isinstance(raw.get("items"), dict) else raw
    titles = {**holder.get("titles", {}), **raw.get("titles", {})}
    english = {**holder.get("titles_en", {}), **raw.get("titles_en", {})}
    return tuple(
        Choice(value, Words(nfc(titles.get(str(value), str(value))), english.get(str(value), "")))
        for value in holder.get("enum", ())
    )


def field_id(pointer: str) -> str:
    """Return the HTML id of a field: "/child/birth_on" is "f-child-birth_on"."""
    return "f" + pointer.replace("/", "-")
