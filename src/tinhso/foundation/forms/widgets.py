"""What a page shows: each field with its id, words, value, error and attributes, ready for the templates.

Contract of the HTML: ids come from JSON pointers (`f-child-name`), names are the pointers themselves; a label or
legend for everything; hint and error are named by aria-describedby; aria-invalid on every control in error; the link of
the error summary leads to the first control of the field.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.forms.communes import commune_label, list_communes
from tinhso.foundation.forms.data import Condition, Field, Form, Kind, Known, Page
from tinhso.foundation.forms.rules.compiling import field_id
from tinhso.foundation.forms.rules.conditions import holds, walk
from tinhso.foundation.forms.rules.display import date_boxes, date_text
from tinhso.foundation.forms.rules.explaining import as_json, in_words
from tinhso.ui.format import number_vi

MOST_RADIOS: Final = 12
MOST_SELECT: Final = 40
MOST_COMMUNES: Final = 400
COUNTER: Final = "counter"
CITIZEN: Final = "citizen"
_INPUTMODE: Final = {
    Kind.INTEGER: "numeric",
    Kind.NUMBER: "decimal",
    Kind.MONEY: "numeric",
    Kind.PERSON_NUMBER: "numeric",
    Kind.TAX_CODE: "text",
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
}
_TYPE: Final = {Kind.PHONE: "tel", Kind.EMAIL: "email"}
_APPLICANT: Final = {"name": "name", "phone": "tel", "email": "email", "birth_on": "bday", "detail": "street-address"}
_CLASS: Final = {"s": "input--4", "m": "input--10", "l": ""}
_CLASS_OF_KIND: Final = {
    Kind.MONEY: "input--money",
    Kind.INTEGER: "input--4",
    Kind.NUMBER: "input--10",
    Kind.PERSON_NUMBER: "input--10",
    Kind.TAX_CODE: "input--10",
    Kind.PHONE: "input--10",
    Kind.TIME: "input--4",
    Kind.DATE: "input--10",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One radio, checkbox or list entry."""

    id: str
    value: str
    label: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: str
    autocomplete: str


@dataclass(frozen=True, slots=True)
class Widget:
    """One field as a template shows it."""

    template: str
    id: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    optional: bool = False
    value: str = ""
    suffix: str = ""
    css: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    boxes: tuple[Box, ...] = ()
    children: tuple["Widget", ...] = ()
    rows: tuple[tuple["Widget", ...], ...] = ()
    may_add: bool = False
    may_remove: bool = False
    when: str = ""
    when_words: str = ""
    source: str = ""
    mend: str = ""
    locked: bool = False

    @property
    def described_by(self) -> str:
        """The ids a screen reader reads after the label."""
        said = {"hint": self.hint, "source": self.source, "error": self.error}
        ids = [f"{self.id}-{name}" if words else "" for name, words in said.items()]
        return " ".join(one for one in ids if one)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page about to be shown: the form, the answers, the errors, the manner and the language."""

    form: Form
    page: Page
    data: Mapping[str, Any]
    errors: Mapping[str, str]
    mode: str
    language: str
    known: Mapping[str, Known] = field(default_factory=dict)

    def widgets(self) -> tuple[Widget, ...]:
        """Return the widgets of the page, those hidden by earlier answers left out."""
        made = (
            self.make(self.form.fields[pointer], pointer, _at(self.data, pointer), None) for pointer in self.page.fields
        )
        return tuple(widget for widget in made if widget)

    def make(self, one: Field, pointer: str, value: Any, row: tuple[int, Any] | None) -> Widget | None:
        """Return the widget of a field, None when answers given elsewhere hide it."""
        when, words = "", ""
        if one.when:
            here = any(self.is_here(test) for test in walk(one.when))
            if not here and not holds(one.when, self.data, row[1] if row else None):
                return None
            if here:
                when = json.dumps(as_json(one.when, self.is_here, self.data, row), ensure_ascii=False)
                words = in_words(one.when, self.form.fields, self.language)
        common = {
            "id": field_id(pointer),
            "name": pointer,
            "label": one.title.text(self.language),
            "hint": one.hint.text(self.language),
            "error": self.errors.get(pointer, ""),
            "optional": not one.required and one.is_leaf,
            "when": when,
            "when_words": words,
            **self.origin(pointer, value),
        }
        return self.shape(one, pointer, value, row, common)

    def origin(self, pointer: str, value: Any) -> dict[str, Any]:
        """Return where the answer comes from, when it is what is known; nothing for what a person answered."""
        one = self.known.get(pointer)
        if one is None or one.value != value:
            return {}
        return {"source": one.source, "mend": one.mend, "locked": one.is_locked}

    def is_here(self, test: Condition) -> bool:
        """Tell whether the field a test looks at is on this screen (at the counter every page is)."""
        return self.mode == COUNTER or self.form.page_of.get(test.pointer) == self.page.key

    def shape(
        self, one: Field, pointer: str, value: Any, row: tuple[int, Any] | None, common: dict[str, Any]
    ) -> Widget:
        """Return the widget in the shape its kind asks for."""
        if one.kind is Kind.REPEAT:
            return self.repeat(one, pointer, value, common)
        if one.children:
            inner = value if isinstance(value, dict) else {}
            made = (self.make(kid, f"{pointer}/{kid.key}", inner.get(kid.key), row) for kid in one.children)
            return Widget("group", **common, children=tuple(kid for kid in made if kid))
        return self.leaf(one, value, common)

    def leaf(self, one: Field, value: Any, common: dict[str, Any]) -> Widget:
        """Return the widget of one question."""
        if one.kind is Kind.NOTE:
            return Widget("note", **common)
        if one.kind is Kind.DATE:
            return self.date(one, value, common)
        if one.kind is Kind.COMMUNE:
            return self.commune(value, common)
        if one.type == "boolean" or one.choices:
            return self.choice(one, value, common)
        return self.text(one, value, common)

    def repeat(self, one: Field, pointer: str, value: Any, common: dict[str, Any]) -> Widget:
        """Return the rows filled in, at least as many as are asked for."""
        given = [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []
        least = max(one.min_items, int(one.required))
        given = (given + [{}] * max(least - len(given), 0))[: one.max_items]
        rows = tuple(
            tuple(
                made
                for kid in one.children
                if (made := self.make(kid, f"{pointer}/{place}/{kid.key}", row.get(kid.key), (place, row)))
            )
            for place, row in enumerate(given)
        )
        return Widget("repeat", **common, rows=rows, may_add=len(rows) < one.max_items, may_remove=len(rows) > least)

    def date(self, one: Field, value: Any, common: dict[str, Any]) -> Widget:
        """Return three boxes for citizens, one text box at the counter."""
        text = value if isinstance(value, str) else ""
        filled_by = self.autocomplete(one)
        if not common["hint"] and one.partial and self.mode == CITIZEN:
            common["hint"] = _("Ví dụ 27 3 1950. Không rõ ngày, tháng thì để trống hai ô đó")
        if self.mode == COUNTER:
            attributes = {"inputmode": "numeric", "maxlength": "20", "placeholder": _("ngày/tháng/năm")}
            return Widget("input", **common, value=date_text(text), css="input--10", attributes=attributes)
        day, month, year = date_boxes(text)
        boxes = tuple(
            Box(
                common["id"] + tail,
                f"{common['name']}:{part}",
                label,
                typed,
                "4" if part == "y" else "2",
                f"{filled_by}-{word}" if filled_by == "bday" else "",
            )
            for part, tail, label, typed, word in (
                ("d", "", _("Ngày"), day, "day"),
                ("m", "-m", _("Tháng"), month, "month"),
                ("y", "-y", _("Năm"), year, "year"),
            )
        )
        return Widget("date", **common, boxes=boxes)

    def commune(self, value: Any, common: dict[str, Any]) -> Widget:
        """Return a list grouped by district while it is short enough, else a box with suggestions."""
        communes = list_communes()
        if not communes:
            return Widget("input", **common, value=str(value or ""), attributes={"maxlength": "100"})
        options = tuple(
            Option(f"{common['id']}-{place}", one.code, one.name, one.code == value, one.within)
            for place, one in enumerate(communes)
        )
        if len(communes) <= MOST_COMMUNES:
            return Widget("select", **common, options=options)
        labels = tuple(Option("", one.label, one.label, chosen=False) for one in communes)
        return Widget("datalist", **common, value=commune_label(str(value or "")), options=labels)

    def choice(self, one: Field, value: Any, common: dict[str, Any]) -> Widget:
        """Return radios up to 12 choices, a list up to 40, a box with suggestions beyond; checkboxes for several."""
        if one.const and one.type == "boolean":
            only = Option(common["id"], "true", common["label"], value is True)
            return Widget("checkbox", **common, options=(only,))
        several = one.kind is Kind.MULTI
        given = value if isinstance(value, list) else [value]
        options = tuple(
            Option(
                common["id"] if place == 0 else f"{common['id']}-{place + 1}",
                _code(choice),
                label,
                any(choice is said or (choice == said and not isinstance(choice, bool)) for said in given),
            )
            for place, (choice, label) in enumerate(self.choices(one))
        )
        if common.get("locked"):
            options = tuple(option for option in options if option.chosen)
        if several or len(options) <= MOST_RADIOS:
            return Widget("checkboxes" if several else "radios", **common, options=options)
        if len(options) <= MOST_SELECT:
            return Widget("select", **common, options=options)
        shown = next((option.label for option in options if option.chosen), str(value or ""))
        return Widget(
            "datalist",
            **common,
            value=shown,
            options=tuple(Option("", o.label, o.label, chosen=False) for o in options),
        )

    def choices(self, one: Field) -> Iterator[tuple[Any, str]]:
        """Yield (value, words); yes and no for a boolean."""
        if one.type == "boolean":
            yield True, _("Có")
            yield False, _("Không")
        for choice in one.choices:
            yield choice.value, choice.title.text(self.language)

    def text(self, one: Field, value: Any, common: dict[str, Any]) -> Widget:
        """Return a line or a block of text."""
        attributes = {"maxlength": str(_longest(one))}
        if one.kind in _INPUTMODE:
            attributes["inputmode"] = _INPUTMODE[one.kind]
        if one.kind is not Kind.TEXTAREA and one.kind is not Kind.TEXT:
            attributes["spellcheck"] = "false"
        if one.kind is Kind.EMAIL:
            attributes["autocapitalize"] = "none"
        filled_by = self.autocomplete(one)
        if filled_by:
            attributes["autocomplete"] = filled_by
        if one.kind is Kind.TEXTAREA:
            return Widget("textarea", **common, value=_shown(one, value), attributes=attributes)
        attributes["type"] = _TYPE.get(one.kind, "text")
        return Widget(
            "input",
            **common,
            value=_shown(one, value),
            suffix=_("đồng") if one.kind is Kind.MONEY else "",
            css=_CLASS.get(one.width, _CLASS_OF_KIND.get(one.kind, "")),
            attributes=attributes,
        )

    def autocomplete(self, one: Field) -> str:
        """Return the browser's own word for the field (WCAG 1.3.5): only for what the applicant says of themselves."""
        if self.mode == COUNTER:
            return "off"
        if one.autocomplete:
            return one.autocomplete
        return _APPLICANT.get(one.key, "") if one.pointer.startswith("/applicant/") else ""


def _code(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _longest(one: Field) -> int:
    """Return how much one may type: room for the spaces people put between groups of digits."""
    return 30 if one.kind in _CLASS_OF_KIND else max(one.max_length, 1)


def _shown(one: Field, value: Any) -> str:
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, int | float):
        return number_vi(value) if one.kind in (Kind.MONEY, Kind.NUMBER) else str(value)
    return str(value)


def _at(data: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data
