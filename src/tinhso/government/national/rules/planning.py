"""What is still to be told of a dossier: decided from its story and from what is queued already, never from an event.

So it does not matter in which order events come, how often, or whether one is missing: the next one, or the nightly
comparison, finds what is left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol
from uuid import UUID

from tinhso.government.national.data import RecordKind
from tinhso.government.national.rules.mapping import BACK, CORRECT, KEEP, NONE, ExchangeMapping

NEXT: Final[Mapping[int, frozenset[int]]] = {
    1: frozenset({2, 3, 5, 7}),
    2: frozenset({4, 5, 6, 7, 8, 9}),
    3: frozenset(),
    4: frozenset({5, 6, 7, 8, 9}),
    5: frozenset({1, 2, 3, 4, 7, 8}),
    6: frozenset({2, 4, 7, 8}),
    7: frozenset(),
    8: frozenset(),
    9: frozenset({4, 10}),
    10: frozenset(),
}
"""Which national state (TrangThaiHoSo) may follow which without a correction."""
FIRST: Final = 1
WAITS: Final = frozenset({5, 6})


class Line(Protocol):
    """One line of a dossier's story."""

    @property
    def id(self) -> UUID: ...
    @property
    def verb(self) -> str: ...
    @property
    def undoes(self) -> UUID | None:
        """The line that this one takes back."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One record to queue: its kind, the state it leads to, and the line it tells of (None: the dossier as it is)."""

    kind: RecordKind
    status: int
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the queue ends: the state it leads to (None: nothing queued yet) and the one before a wait."""

    status: int | None = None
    before_wait: int = FIRST


@dataclass(frozen=True, slots=True)
class Plan:
    """The records to queue, in order, and where the queue ends then."""

    records: tuple[Planned, ...]
    standing: Standing


def is_forward(before: int, after: int) -> bool:
    """Tell whether the portal takes this change of state without a correction."""
    return before == after or after in NEXT[before]


def plan(
    lines: Sequence[Line],
    *,
    known: Collection[UUID],
    standing: Standing,
    status: int,
    is_changed: bool,
    mapping: ExchangeMapping,
) -> Plan:
    """Return what is left to tell of a dossier whose state is `status` now.

    `lines` is its whole story, `known` the lines queued already; `is_changed` says that its facts are not those told
    last. The first record is the dossier as new; each line of note follows as a step, or as a correction where the
    state goes a way the portal does not know; an act taken back is always a correction, also where it changed no state.
    At the end stands the dossier as it is, when that is not told yet.
    """
    records: list[Planned] = []
    if standing.status is None:
        records.append(Planned(RecordKind.DOSSIER, FIRST))
        standing = Standing(FIRST, FIRST)
    before_line = _standings(lines, mapping)
    for line in lines:
        if line.id in known:
            continue
        if mapping.verb(line.verb) == CORRECT:
            standing = _undone(line, before_line, standing)
            records.append(Planned(RecordKind.CORRECTION, standing.status or FIRST, line.id))
            continue
        told = _status_of(line.verb, standing, mapping)
        if told is None:
            continue
        kind = RecordKind.PROGRESS if is_forward(standing.status or FIRST, told) else RecordKind.CORRECTION
        records.append(Planned(kind, told, line.id))
        standing = _after(standing, told)
    before = standing.status or FIRST
    has_told_all = bool(records) and records[-1].kind is RecordKind.CORRECTION
    if before != status or (is_changed and not has_told_all):
        kind = RecordKind.DOSSIER if is_forward(before, status) else RecordKind.CORRECTION
        records.append(Planned(kind, status))
        standing = _after(standing, status)
    return Plan(tuple(records), standing)


def _standings(lines: Sequence[Line], mapping: ExchangeMapping) -> Mapping[UUID, Standing]:
    """Return how the dossier stood before each line of its story."""
    standing, found = Standing(FIRST, FIRST), dict[UUID, Standing]()
    for line in lines:
        found[line.id] = standing
        if mapping.verb(line.verb) == CORRECT:
            standing = _undone(line, found, standing)
            continue
        told = _status_of(line.verb, standing, mapping)
        standing = standing if told is None else _after(standing, told)
    return found


def _undone(line: Line, before: Mapping[UUID, Standing], standing: Standing) -> Standing:
    """Return how the dossier stands once the act that `line` takes back never was."""
    return before.get(line.undoes, standing) if line.undoes else standing


def _status_of(verb: str, standing: Standing, mapping: ExchangeMapping) -> int | None:
    told = mapping.verb(verb)
    if told in (NONE, CORRECT):
        return None
    if told == KEEP:
        return standing.status
    return standing.before_wait if told == BACK else int(told)


def _after(standing: Standing, status: int) -> Standing:
    if status in WAITS and standing.status not in WAITS:
        return Standing(status, standing.status or FIRST)
    return replace(standing, status=status)
