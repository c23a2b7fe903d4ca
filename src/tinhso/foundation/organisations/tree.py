"""The tree of units in memory, and how the memory knows that it is out of date.

A token in a one-row table changes in the transaction of every act on the tree. A process asks for the token at most
once in `CHECK_SECONDS`, so that reads cost no query; a thread that has itself changed the tree reads its own token
until its transaction ends. Whatever is rolled back takes its token with it, so a memory of it is never asked again.
"""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Final, Protocol, TypeVar
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.organisations.data import Level, Share, SuccessionInfo, UnitInfo, UnitKind
from tinhso.foundation.organisations.models import TreeVersion, Unit, UnitName, UnitPlace, UnitSuccession
from tinhso.foundation.organisations.rules import order_key
from tinhso.kernel.ids import uuid7

CHECK_SECONDS: Final = 1.0
KEPT_SNAPSHOTS: Final = 4
KEPT_DAYS: Final = 16


class Dated(Protocol):
    """A row with an interval of days."""

    valid_from: date
    valid_to: date | None


_Row = TypeVar("_Row", bound=Dated)


def row_on(rows: list[_Row], day: date) -> _Row | None:
    """Return the row valid on `day`; the last one when it has ended, the first one when it has yet to begin."""
    if not rows:
        return None
    begun = [row for row in rows if row.valid_from <= day]
    return begun[-1] if begun else rows[0]


class DayTree:
    """The tree as it is on one day. Closed units are known, with their last name and place, but lie below nobody."""

    def __init__(self, day: date, infos: Iterable[UnitInfo]) -> None:
        self.day = day
        self.units = {info.id: info for info in infos}
        self._below: dict[UUID, frozenset[UUID]] = {}

    @cached_property
    def listed(self) -> tuple[UnitInfo, ...]:
        """Open units in the order people read them."""
        opened = (info for info in self.units.values() if info.is_open_on(self.day))
        return tuple(sorted(opened, key=lambda info: (order_key(info.name), info.code)))

    @cached_property
    def children(self) -> dict[UUID | None, tuple[UnitInfo, ...]]:
        """Open units by their parent."""
        found: dict[UUID | None, list[UnitInfo]] = defaultdict(list)
        for info in self.listed:
            found[info.parent_id].append(info)
        return {parent: tuple(below) for parent, below in found.items()}

    @cached_property
    def by_code(self) -> dict[str, UnitInfo]:
        """Every unit by its identification code."""
        return {info.code: info for info in self.units.values()}

    def subtree(self, unit_id: UUID) -> frozenset[UUID]:
        """Return the unit and every open unit below it, however deep."""
        kept = self._below.get(unit_id)
        if kept is None:
            found, waiting = {unit_id}, [unit_id]
            while waiting:
                fresh = [c.id for c in self.children.get(waiting.pop(), ()) if c.id not in found]
                found.update(fresh)
                waiting.extend(fresh)
            kept = self._below[unit_id] = frozenset(found)
        return kept


class Snapshot:
    """Everything the tables say about units, read once for one token."""

    def __init__(self) -> None:
        self._units = list(Unit.objects.all())
        self._names: dict[UUID, list[UnitName]] = defaultdict(list)
        self._places: dict[UUID, list[UnitPlace]] = defaultdict(list)
        for name in UnitName.objects.order_by("valid_from"):
            self._names[name.unit_id].append(name)
        for place in UnitPlace.objects.order_by("valid_from"):
            self._places[place.unit_id].append(place)
        self.successions = tuple(
            SuccessionInfo(s.old_id, s.new_id, Share(s.share), s.on, s.document)
            for s in UnitSuccession.objects.order_by("on", "id")
        )
        self._days: OrderedDict[date, DayTree] = OrderedDict()

    def on(self, day: date) -> DayTree:
        """Return the tree of a day, kept for the days asked about last."""
        tree = self._days.get(day)
        if tree is None:
            tree = self._days[day] = DayTree(day, (self._info(unit, day) for unit in self._units))
            while len(self._days) > KEPT_DAYS:
                self._days.pop(next(iter(self._days)), None)
        return tree

    def _info(self, unit: Unit, day: date) -> UnitInfo:
        name, place = row_on(self._names[unit.id], day), row_on(self._places[unit.id], day)
        return UnitInfo(
            id=unit.id,
            code=unit.code,
            gso_code=unit.gso_code,
            name=name.name if name else unit.code,
            short_name=name.short_name if name else "",
            kind=UnitKind(unit.kind),
            level=Level(unit.level),
            parent_id=place.parent_id if place else None,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            phone=unit.phone,
            address=unit.address,
        )


class _Memory:
    """What this process remembers."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.snapshots: OrderedDict[UUID, Snapshot] = OrderedDict()
        self.token: UUID | None = None
        self.checked_at = float("-inf")


_memory = _Memory()


class _Marker:
    """Lives in the transaction's list of things to do at commit, and so dies with a rollback."""

    def __init__(self, token: UUID) -> None:
        self.token = token

    def __call__(self) -> None:
        _memory.checked_at = float("-inf")


def bump() -> None:
    """Say, in the transaction of an act, that the tree has changed. Call it after the last write of the act."""
    token = uuid7()
    TreeVersion.objects.update_or_create(id=1, defaults={"token": token})
    transaction.on_commit(_Marker(token))


def snapshot() -> Snapshot:
    """Return the tree as this thread may see it: its own uncommitted acts, else what is committed."""
    token = _own_token() or _current_token()
    if token is None:
        return Snapshot()
    kept = _memory.snapshots.get(token)
    if kept is None:
        kept = Snapshot()
        with _memory.lock:
            _memory.snapshots[token] = kept
            while len(_memory.snapshots) > KEPT_SNAPSHOTS:
                _memory.snapshots.popitem(last=False)
    return kept


def _own_token() -> UUID | None:
    """Return the token of the last act in this thread's open transaction, if it has one that still stands."""
    if not connection.in_atomic_block:
        return None
    return next((step[1].token for step in reversed(connection.run_on_commit) if isinstance(step[1], _Marker)), None)


def _current_token() -> UUID | None:
    moment = time.monotonic()
    if moment - _memory.checked_at > CHECK_SECONDS:
        _memory.token = TreeVersion.objects.filter(id=1).values_list("token", flat=True).first()
        _memory.checked_at = moment
    return _memory.token
