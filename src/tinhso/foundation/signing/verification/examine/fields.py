"""Fields of a PDF before and after: what they say, and what they look like (ISO 32000-2, 12.7.4, 12.5.5).

What a reader sees of a field is its appearance, which need not be its value; so both are compared.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.job import entry, items, text

MAX_FIELDS: Final = 3000
MAX_PARTS: Final = 60_000
"""How many objects behind all appearances of a file are looked at."""
MAX_DEPTH: Final = 40
HIDING: Final = 1 | 2 | 32
"""Invisible, Hidden, NoView (ISO 32000-2, table 167)."""
_SAID_BY_LOOKS: Final = ("/AS", "/MK", "/DA", "/Q")


class TooMany(Exception):
    """More than can be compared: then nothing may be said to be unchanged."""


@dataclass(slots=True)
class Field:
    """One field: its value as text, and a digest of each place where it is drawn ("" for one that draws nothing)."""

    value: str = ""
    looks: list[str] = field(default_factory=list)
    is_drawn: bool = False


def compared(then: Any, now: Any) -> dict[str, list[str]]:
    """Return the fields filled since, those drawn without a value, and those filled before that differ now.

    Raises TooMany.
    """
    before, after = fields_of(then), fields_of(now)
    found: dict[str, list[str]] = {"filled": [], "drawn": [], "altered": []}
    for name, old in before.items():
        new = after.get(name, Field())
        if old.value and (old.value, old.looks) != (new.value, new.looks):
            found["altered"].append(name)
    for name, new in after.items():
        old = before.get(name, Field())
        if old.value:
            continue
        if new.value:
            found["filled"].append(f"{name}: {new.value}")
        elif new.is_drawn and new.looks != old.looks:
            found["drawn"].append(name)
    return found


def fields_of(handler: Any) -> dict[str, Field]:
    """Return the fields that are no signatures by their full names. Raises TooMany."""
    found: dict[str, Field] = {}
    drawn = _Digests()
    for name, node, kind in _nodes(handler):
        if kind == "/Sig":
            continue
        one = found.setdefault(name, Field())
        if "/V" in node:
            one.value = text(node["/V"])
        if "/AP" in node or entry(node, "/Subtype") == "/Widget":
            one.looks.append(drawn.of_widget(node))
            one.is_drawn = one.is_drawn or "/AP" in node
    return found


def _nodes(handler: Any) -> Iterator[tuple[str, Any, str]]:
    """Return each node of the tree of fields with its full name and the kind it has or inherits."""
    roots = items(entry(entry(handler.root, "/AcroForm", {}), "/Fields"))
    waiting = [("", "/Tx", one) for one in reversed(roots)]
    seen = 0
    while waiting:
        prefix, inherited, node = waiting.pop()
        seen += 1
        if seen > MAX_FIELDS:
            raise TooMany
        own, kind = str(entry(node, "/T", "")), str(entry(node, "/FT", inherited))
        name = f"{prefix}.{own}" if prefix and own else prefix or own
        waiting.extend((name, kind, kid) for kid in reversed(items(entry(node, "/Kids"))))
        yield text(name), node, kind


class _Digests:
    """Digests of what is drawn, each object of a file looked at once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], str] = {}
        self.seen = 0

    def of_widget(self, widget: Any) -> str:
        """Return the digest of what a widget draws, and of whether it is hidden."""
        flags = entry(widget, "/F", 0)
        said = [f"{int(flags) & HIDING}" if isinstance(flags, int) else ""]
        said += [self.of(widget.raw_get(name)) if name in widget else "" for name in ("/AP", *_SAID_BY_LOOKS)]
        return _digest("|".join(said).encode())

    def of(self, value: Any, depth: int = 0) -> str:
        """Return the digest of a value and everything behind it."""
        self.seen += 1
        if self.seen > MAX_PARTS or depth > MAX_DEPTH:
            raise TooMany
        if not (hasattr(value, "idnum") and hasattr(value, "get_object")):
            return self._of_direct(value, depth)
        key = (value.idnum, value.generation)
        if key not in self.known:
            self.known[key] = "again"  # what names itself is not followed round and round
            self.known[key] = self._of_direct(value.get_object(), depth)
        return self.known[key]

    def _of_direct(self, value: Any, depth: int) -> str:
        holder: Any = value
        said = b""
        if isinstance(value, dict):
            names = sorted(str(name) for name in value if name not in ("/Parent", "/P", "/Length"))
            said = "".join(f"{name}={self.of(holder.raw_get(name), depth + 1)};" for name in names).encode()
            said += b"stream" + bytes(holder.data) if hasattr(value, "data") else b""
        elif isinstance(value, list):
            said = ",".join(self.of(holder.raw_get(at), depth + 1) for at in range(len(value))).encode()
        else:
            said = f"{value!r}".encode()
        return _digest(type(value).__name__.encode() + said)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
