"""The structure of packages, from content/archive/packages.yaml, read once in a process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.government.archive.packages.data import Kind, Profile

SHAPES: Final = ("doc", "pic", "media")


@dataclass(frozen=True, slots=True)
class Field:
    """One element of a description. `length` 0: not bounded here; `required_if` maps another field to its values."""

    name: str
    title: str
    type: str = "text"
    length: int = 0
    required: bool = False
    codes: str = ""
    many: bool = False
    only: str = ""
    required_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def folder() -> Path:
    """Return where the content of this room lies."""
    return Path(settings.CONTENT_DIR) / "archive"


@cache
def _read(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _table() -> Mapping[str, Any]:
    return _read(folder() / "packages.yaml")


def kind_facts(kind: Kind) -> Mapping[str, Any]:
    """Return what a kind of package is: annex, oais, type, objid, profile, package, documents, premis, links."""
    facts: Mapping[str, Any] = _table()["kinds"][kind.value]
    return facts


def ways(profile: Profile) -> Mapping[str, Any]:
    """Return how a profile writes what the circular and the field do differently."""
    found: Mapping[str, Any] = _table()["profiles"][profile.value]
    return found


def profile_in_force() -> Profile:
    """Return the profile by which packages are written here."""
    return Profile(_table()["profile"]["value"])


def rep_profile() -> str:
    """Return the METS profile of a representation."""
    return str(_table()["profile_rep"]["value"])


def codes_of(table: str) -> Mapping[str, str]:
    """Return a table of codes and their titles."""
    found: Mapping[str, str] = _table()["codes"][table]
    return found


def media_of(name: str) -> tuple[str, str] | None:
    """Return the media type and the shape (doc, pic, media) of a file's name; None for one no package takes."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    found = _table()["media"].get(ending)
    return (found["type"], found["kind"]) if found else None


def limit_of(name: str) -> int:
    """Return a bound of reading: entries, bytes, file_bytes, xml_bytes, ratio, documents."""
    return int(_table()["limits"][name]["value"])


def field_list(kind: Kind, shape: str = "package", profile: Profile | None = None) -> tuple[Field, ...]:
    """Return the fields of a package, or of its documents of a shape, in the order of the annex."""
    return _fields(_table_key(kind, shape), profile or profile_in_force())


def _table_key(kind: Kind, shape: str) -> str:
    facts = kind_facts(kind)
    return str(facts["package"]) if shape == "package" else f"{shape}_{facts['documents']}"


@cache
def _fields(key: str, profile: Profile) -> tuple[Field, ...]:
    rows = [_field(raw) for raw in _table()["fields"][key]]
    return tuple(one for one in rows if one.only in ("", profile.value))


def _field(raw: Mapping[str, Any]) -> Field:
    return Field(
        name=raw["name"],
        title=raw["title"],
        type=raw.get("type", "text"),
        length=int(raw.get("length", 0)),
        required=bool(raw.get("required", False)),
        codes=raw.get("codes", ""),
        many=bool(raw.get("many", False)),
        only=raw.get("only", ""),
        required_if={name: tuple(values) for name, values in raw.get("required_if", {}).items()},
    )


def schema_bytes(name: str) -> bytes:
    """Return one of the schemas every package carries."""
    return (folder() / "schemas" / name).read_bytes()
