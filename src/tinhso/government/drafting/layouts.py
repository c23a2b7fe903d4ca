"""How each kind of document is laid out, from content/drafting/layouts.yaml, read once in a process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.conf import settings

from tinhso.government.documents import public as documents
from tinhso.government.drafting.data import Content
from tinhso.government.drafting.errors import BadDraft

_PLAIN: Final = "co_ten_loai"
EXCERPT: Final = "trich_sao"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which boxes a kind has. `authority` is "head", "body" or ""; `decides` the line before the text, "" for none."""

    key: str
    name: str
    authority: str
    decides: str
    has_addressees: bool
    has_grounds: bool
    starter: str
    has_body: bool = True


@cache
def _layouts() -> dict[str, Layout]:
    raw = yaml.safe_load((Path(settings.CONTENT_DIR) / "drafting" / "layouts.yaml").read_text(encoding="utf-8"))
    return {
        key: Layout(
            key=key,
            name=one.get("layout", _PLAIN),
            authority=one.get("authority", ""),
            decides=one.get("decides", ""),
            has_addressees=bool(one.get("addressees")),
            has_grounds=bool(one.get("grounds")),
            starter=one.get("body", ""),
        )
        for key, one in raw["kinds"].items()
    }


def layout_of(kind: str) -> Layout:
    """Return how documents of a kind are laid out. Raises BadDraft for a kind that is none of the 29."""
    found = _layouts().get(kind) or _copy_layout(kind)
    if found is None:
        raise BadDraft(fields={"loai": "Chọn loại văn bản trong danh sách."})
    return found


def _copy_layout(kind: str) -> Layout | None:
    """Return the boxes of a copy: of the original's words only those of an extract."""
    if not is_copy(kind):
        return None
    return Layout(kind, _PLAIN, "", "", has_addressees=False, has_grounds=False, starter="", has_body=kind == EXCERPT)


@cache
def copy_kinds() -> tuple[documents.Kind, ...]:
    """Return the three forms of copy."""
    return tuple(one for one in documents.kinds() if one.is_copy)


def is_copy(kind: str) -> bool:
    """Tell whether a kind is a form of copy."""
    return any(one.key == kind for one in copy_kinds())


@cache
def kinds() -> tuple[documents.Kind, ...]:
    """Return the kinds that can be drafted, in the order of Phụ lục III; copies are made of what is issued."""
    return tuple(one for one in documents.kinds() if not one.is_copy and one.key in _layouts())


def kind_of(key: str) -> documents.Kind:
    """Return a kind that can be drafted. Raises BadDraft."""
    found = next((one for one in kinds() if one.key == key), None)
    if found is None:
        raise BadDraft(fields={"loai": "Chọn loại văn bản trong danh sách."})
    return found


def title_of(key: str) -> str:
    """Return the name of a kind, the key itself for one that is gone."""
    return next((one.title for one in (*kinds(), *copy_kinds()) if one.key == key), key)


def starter(kind: str) -> Content:
    """Return the words a new draft of a kind begins with."""
    return Content(body=layout_of(kind).starter, archive="VT")
