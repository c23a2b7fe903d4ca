"""Events: past-tense facts one room announces and others listen to (CloudEvents 1.0 envelope)."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

TYPE_PREFIX: Final = "vn.tinhso."


@dataclass(frozen=True, slots=True)
class Event:
    """A fact. Subclasses are frozen dataclasses of ids, enums, numbers and moments: never personal data.

    `type_name` is "<app>.<fact>.v<n>", for example "dossiers.received.v1"; a breaking change is a new number.
    """

    type_name: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as a subscriber gets it: the fact, and when and by whom it was recorded."""

    id: UUID
    fact: Event
    recorded_at: datetime
    account_id: UUID | None = None

    def to_cloudevent(self, source: str) -> dict[str, Any]:
        """Return the CloudEvents 1.0 JSON format of this event; `source` is the installation's URI reference."""
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": source,
            "type": TYPE_PREFIX + self.fact.type_name,
            "time": self.recorded_at.isoformat(),
            "datacontenttype": "application/json",
            "data": to_json(self.fact),
        }


_registry: dict[str, type[Event]] = {}
_fields: dict[type[Event], tuple[str, ...]] = {}
_E = TypeVar("_E", bound=type[Event])


def event(type_name: str) -> Callable[[_E], _E]:
    """Register a frozen dataclass as the event `type_name`. Refuses a name taken twice."""

    def register(cls: _E) -> _E:
        taken = _registry.get(type_name)
        if taken is not None and taken.__qualname__ != cls.__qualname__:
            raise ValueError(f"event {type_name} is declared twice")
        cls.type_name = type_name
        _registry[type_name] = cls
        return cls

    return register


def registered() -> dict[str, type[Event]]:
    """Return every declared event by its name."""
    return dict(_registry)


def to_json(fact: Event) -> dict[str, Any]:
    """Return the event's data as JSON values: UUIDs and moments as text."""
    return {one: _plain(getattr(fact, one)) for one in _names(type(fact))}


def _names(cls: type[Event]) -> tuple[str, ...]:
    found = _fields.get(cls)
    if found is None:
        found = _fields[cls] = tuple(one.name for one in fields(cls))
    return found


def from_json(type_name: str, data: dict[str, Any]) -> Event:
    """Build the event back. Fields unknown to this version are left out; KeyError for an unknown type."""
    cls = _registry[type_name]
    known = {f.name: f for f in fields(cls)}
    return cls(**{name: _typed(known[name].type, value) for name, value in data.items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _typed(annotation: Any, value: Any) -> Any:
    """Turn JSON text back into UUID, datetime or date as the field is annotated; everything else as it is."""
    if value is None:
        return None
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    if "UUID" in name:
        return UUID(value)
    if "datetime" in name:
        return datetime.fromisoformat(value)
    if "date" in name:
        return date.fromisoformat(value)
    return value
