"""Measures another room counts: whoever stands above both brings the counter and the address of its list."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tinhso.government.figures.data import Days, Term
from tinhso.government.figures.rules.measures import PROVIDED

Counter = Callable[[frozenset[UUID] | None, Days], Mapping[str, int]]
"""Takes units (None: all there are) and days; returns the numbers by measure."""
Address = Callable[[str, Days, UUID | None], str]
"""Takes a measure, days and the unit asked for; returns where exactly what is counted is listed."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who counts some measures, and where the list behind each is."""

    measures: frozenset[str]
    count: Counter
    address: Address


_providers: Final[dict[str, Provider]] = {}


def provide(name: str, provider: Provider | None) -> None:
    """Let a room's counter be asked under a name, or no longer. Refuses measures that are not `PROVIDED`."""
    if provider is None:
        _providers.pop(name, None)
        return
    if not provider.measures <= set(PROVIDED):
        raise ValueError(f"unknown measures: {sorted(provider.measures - set(PROVIDED))}")
    _providers[name] = provider


def take_provided(terms: Iterable[Term], *, days: Days, unit_ids: Collection[UUID] | None) -> dict[str, int]:
    """Return the numbers of provided terms by their keys; a term nobody counts is not in it. The caller has a gate."""
    wanted = {term.measure: term.key for term in terms if term.measure in PROVIDED}
    units = None if unit_ids is None else frozenset(unit_ids)
    found: dict[str, int] = {}
    for provider in _providers.values():
        if provider.measures & wanted.keys():
            told = provider.count(units, days)
            found |= {wanted[name]: told[name] for name in provider.measures & wanted.keys()}
    return found


def address_of(measure: str, days: Days, unit_id: UUID | None) -> str:
    """Return where what a provided measure counts is listed, "" when nobody counts it."""
    return next((one.address(measure, days, unit_id) for one in _providers.values() if measure in one.measures), "")
