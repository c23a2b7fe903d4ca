"""What others may hold of a form: its pages, its fields, and what a check found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

MAX_BYTES: Final = 256 * 1024


def nothing() -> Mapping[str, Any]:
    """Return an empty mapping that stays empty."""
    return MappingProxyType({})


class Kind(StrEnum):
    """How a field is asked and shown. `group`, `repeat` and `commune` are derived, never written in form.json."""

    TEXT = "text"
    NAME = "name"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI = "multi"
    PERSON_NUMBER = "person_number"
    TAX_CODE = "tax_code"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PERSON = "person"
    NOTE = "note"
    GROUP = "group"
    REPEAT = "repeat"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Vietnamese, and in English when there is a translation."""

    vi: str = ""
    en: str = ""

    def text(self, language: str) -> str:
        """Return the text in `language` ("vi", "en", "en-gb" …), Vietnamese when it is not translated."""
        return self.en if self.en and language.startswith("en") else self.vi

    def __bool__(self) -> bool:
        return bool(self.vi)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list and the words a person sees."""

    value: Any
    title: Words


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the closed language: `op` is all, any, not, equals, in, contains or exists.

    `path` is the field's pointer split at its slashes; a part "*" means "of the same row".
    """

    op: str
    path: tuple[str, ...] = ()
    value: Any = None
    parts: tuple["Condition", ...] = ()

    @property
    def pointer(self) -> str:
        """The JSON pointer of the field this condition looks at ("" for all, any, not)."""
        return "/" + "/".join(self.path) if self.path else ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question, or a group (`children`), or a repeat group (`children` of each row).

    `pointer` is the JSON pointer of its answer; inside a repeat group a "*" stands for the row's place.
    """

    pointer: str
    key: str
    kind: Kind
    type: str = ""
    title: Words = Words()
    hint: Words = Words()
    error: Words = Words()
    errors: Mapping[str, Words] = field(default_factory=nothing)
    required: bool = False
    when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    const: tuple[Any, ...] = ()
    min_length: int = 0
    max_length: int = 0
    pattern: re.Pattern[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_items: int = 0
    max_items: int = 0
    format: str = ""
    partial: bool = False
    not_before: str = ""
    not_after: str = ""
    width: str = ""
    autocomplete: str = ""
    prefill: str = ""
    children: tuple["Field", ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether it is a question of its own."""
        return self.kind not in COMPOSITE


COMPOSITE: Final = frozenset({Kind.GROUP, Kind.REPEAT, Kind.ADDRESS, Kind.PERSON})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the citizen's way through a form; `fields` are pointers, in order."""

    key: str
    title: Words
    fields: tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready for use: made once by `load_form`, safe to share between threads.

    `gates` are the conditions in the order they must be decided: each as (pointer, condition).
    """

    title: Words
    root: Field
    pages: tuple[Page, ...]
    fields: Mapping[str, Field]
    gates: tuple[tuple[str, Condition], ...] = ()
    page_of: Mapping[str, str] = field(default_factory=nothing)

    def page(self, key: str) -> Page:
        """Return the page called `key`. Raises KeyError for one the form does not have."""
        for page in self.pages:
            if page.key == key:
                return page
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known already under a `prefill` word: the value, and where it comes from, in words for the page.

    A locked value is not the person's to change on the form (it is the State's datum); `mend` says where it is
    corrected instead. Whoever shows a form hands these in; forms knows no source.
    """

    value: Any
    source: str = ""
    is_locked: bool = False
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    `data` is clean (NFC, trimmed, numbers normalised). `errors` maps JSON pointers to sentences that say what to do, in
    the order of the form; empty means valid. `suggestions` maps pointers to a likely better spelling (ð typed for đ).
    """

    data: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.errors


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A fault in a form.json: where (JSON pointer into that file), a stable code, and what to do in Vietnamese."""

    pointer: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer as a person reads it; `pointer` and `page_key` lead back to the question."""

    pointer: str
    page_key: str
    label: str
    value: str
    answered: bool = True


@dataclass(frozen=True, slots=True)
class SummarySection:
    """One page of answers."""

    key: str
    title: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary: where it leads ("#id") and the same sentence as beside the field."""

    href: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune one may live in: GSO code, name, and the district or province it lies in."""

    code: str
    name: str
    within: str = ""

    @property
    def label(self) -> str:
        """The words a person chooses by."""
        return f"{self.name}, {self.within}" if self.within else self.name
