"""The data contract of each template: JSON Schema 2020-12 under content/prints/contracts/, checked before printing."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.prints.errors import PrintRefused, UnknownTemplate
from tinhso.foundation.prints.glyphs import printable
from tinhso.foundation.prints.words import date_in_words
from tinhso.kernel import clock
from tinhso.kernel.text import nfc

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

MAX_ERRORS: Final = 20


@dataclass(frozen=True, slots=True)
class Contract:
    """What one template needs. `dated` is the path of the day the paper bears, `qr` of the address in its code."""

    name: str
    title: str
    dated: str
    qr: str
    words: tuple[tuple[str, str], ...]
    validator: "Draft202012Validator"


def folder() -> Path:
    """Return where the prints' content lies."""
    return Path(settings.CONTENT_DIR) / "prints"


def list_templates() -> tuple[str, ...]:
    """Return the names of all templates."""
    return tuple(sorted(path.stem for path in folder().glob("*.typ")))


@cache
def get_contract(name: str) -> Contract:
    """Return the contract of a template. Raises UnknownTemplate for a name that is not in the list."""
    if name not in list_templates():
        raise UnknownTemplate
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    raw = _read(f"{name}.yaml")
    common = Resource.from_contents(_read("common.yaml"), default_specification=DRAFT202012)
    return Contract(
        name=name,
        title=raw["title"],
        dated=raw["x-dated"],
        qr=raw.get("x-qr", ""),
        words=tuple((source, target) for source, target in raw.get("x-words", [])),
        validator=Draft202012Validator(raw, registry=Registry().with_resource("common.yaml", common)),
    )


def checked(contract: Contract, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data as JSON values in NFC, words filled in. Raises PrintRefused naming each missing or wrong key."""
    plain: dict[str, Any] = to_plain(data)
    refused = {path: sentence for error in _bounded(contract, plain) for path, sentence in _explain(error)}
    refused.update(_unprintable(plain))
    if refused:
        raise PrintRefused(contract.name, refused)
    for source, target in contract.words:
        _fill_words(plain, source, target)
    return plain


def dated(contract: Contract, data: Mapping[str, Any]) -> datetime:
    """Return the moment the paper bears, in UTC: of a day, its first."""
    text = str(value_at(data, contract.dated))
    moment = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time())
    return moment.replace(tzinfo=clock.LOCAL_ZONE).astimezone(UTC)


def value_at(data: Mapping[str, Any], path: str) -> Any:
    """Return the value at a dotted path, None where the road ends."""
    found: Any = data
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def to_plain(value: Any) -> Any:
    """Return JSON values: text in NFC, aware moments on the wall clock of Vietnam, days ISO, UUIDs as text."""
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _clean(nfc(_text(value)))


def _clean(text: str) -> str:
    """Return `text` without what no printer shows: carriage returns, control and formatting marks; a tab is a space."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(mark for mark in text if mark == "\n" or unicodedata.category(mark) not in {"Cc", "Cf"})


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return clock.to_local(value).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def unprintable(text: str) -> str:
    """Return the characters of `text` that the carried fonts cannot print, each once, in order."""
    known = _printable_marks()
    text = nfc(text)
    return "" if known.issuperset(text) else "".join(dict.fromkeys(mark for mark in text if mark not in known))


@cache
def _printable_marks() -> frozenset[str]:
    return frozenset(map(chr, printable(folder() / "fonts"))) | {"\n", "\t"}


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder() / "contracts" / name).read_text(encoding="utf-8"))
    return loaded


def _bounded(contract: Contract, plain: dict[str, Any]) -> "Iterator[ValidationError]":
    for count, error in enumerate(contract.validator.iter_errors(plain)):
        if count == MAX_ERRORS:
            return
        yield error


def _explain(error: "ValidationError") -> Iterator[tuple[str, str]]:
    """Say in Vietnamese what is wrong and where; a missing key is named itself."""
    place = ".".join(str(part) for part in error.absolute_path)
    rule: Any = error.schema
    instance: Any = error.instance
    if error.validator == "required":
        for key in rule["required"]:
            if key not in instance:
                path = f"{place}.{key}".lstrip(".")
                yield path, _("thiếu mục «%(path)s».") % {"path": path}
        return
    if error.validator == "additionalProperties":
        for key in sorted(set(instance) - set(rule.get("properties", {}))):
            path = f"{place}.{key}".lstrip(".")
            yield path, _("mục «%(path)s» không có trong mẫu.") % {"path": path}
        return
    yield place or "$", _("mục «%(path)s» chưa đúng kiểu, độ dài hoặc giá trị cho phép.") % {"path": place or "$"}


def _unprintable(plain: dict[str, Any]) -> dict[str, str]:
    found = {}
    for path, text in _texts(plain, ""):
        marks = unprintable(text)
        if marks:
            found[path] = _("ký tự «%(marks)s» ở mục «%(path)s» không in được; sửa nội dung rồi in lại.") % {
                "marks": marks[:20],
                "path": path,
            }
    return found


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, f"{path}.{place}")


def _fill_words(plain: dict[str, Any], source: str, target: str) -> None:
    """Write the day at `source` in words at `target`, unless somebody already did."""
    *road, key = target.split(".")
    holder = value_at(plain, ".".join(road)) if road else plain
    day = value_at(plain, source)
    if isinstance(holder, dict) and day and not holder.get(key):
        holder[key] = date_in_words(date.fromisoformat(day))
