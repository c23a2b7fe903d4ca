"""Nobody is asked for what the store already holds (Nghị định 45/2020/NĐ-CP, Điều 16; NĐ 107/2021/NĐ-CP). No Django."""

from collections.abc import Iterable, Mapping, Sequence

from tinhso.government.procedures.data import Component


def accepted_types(components: Iterable[Component]) -> tuple[str, ...]:
    """Return every type of paper that may stand for one of these components, each once, in order."""
    return tuple(dict.fromkeys(code for one in components for code in one.accepts))


def may_stand_for(component: Component, paper_type: str) -> bool:
    """Tell whether a paper of this type may stand for a component."""
    return paper_type in component.accepts


def held_components(components: Sequence[Component], held: frozenset[str]) -> Mapping[str, Component]:
    """Return, by code, the components for which the store holds a paper of an accepted type."""
    return {one.code: one for one in components if held.intersection(one.accepts)}


def asked_twice(components: Sequence[Component], held: frozenset[str], asked: Iterable[str]) -> list[Component]:
    """Return those of the asked components that the store holds: they must not be asked for."""
    there = held_components(components, held)
    return [there[code] for code in dict.fromkeys(asked) if code in there]
