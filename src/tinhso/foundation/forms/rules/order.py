"""In which order conditions are decided: what a condition looks at is decided before it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tinhso.foundation.forms.data import Condition, Field
from tinhso.foundation.forms.rules.conditions import parse, walk

Gate = tuple[str, Condition]


class Circle(ValueError):
    """Two conditions wait for each other; `pointer` names one of them."""

    def __init__(self, pointer: str) -> None:
        self.pointer = pointer
        super().__init__(pointer)


def decide_order(pages: Sequence[Any], fields: Mapping[str, Field]) -> tuple[Gate, ...]:
    """Return every (pointer, condition) of pages and fields, those that are looked at first. Raises Circle."""
    gates: list[Gate] = []
    for page in pages:
        condition = parse(page.get("when"))
        if condition:
            gates += [(pointer, condition) for pointer in page["fields"]]
    gates += [(pointer, field.when) for pointer, field in fields.items() if field.when]
    done: list[Gate] = []
    state = [0] * len(gates)
    for place in range(len(gates)):
        _visit(place, gates, state, done)
    return tuple(done)


def _visit(place: int, gates: list[Gate], state: list[int], done: list[Gate]) -> None:
    if state[place] == 2:
        return
    if state[place] == 1:
        raise Circle(gates[place][0])
    state[place] = 1
    looked_at = [test.pointer for test in walk(gates[place][1])]
    for other, (pointer, _) in enumerate(gates):
        if any(_touches(pointer, target) for target in looked_at):
            _visit(other, gates, state, done)
    state[place] = 2
    done.append(gates[place])


def _touches(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")
