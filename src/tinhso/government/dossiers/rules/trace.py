"""The steps a dossier has really taken, read from its story: what was undone or sent back to be corrected is left out.

Replaying them on a new process puts it where the dossier is: so an act is undone without touching the engine's past.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from tinhso.government.procedures.data import Act, ProcedureVersion

FORWARD = "forward"
_BY_ACT = {"signed": Act.SIGN, "handed_over": Act.HAND_OVER}


class Line(Protocol):
    """One line of a dossier's story."""

    id: UUID
    verb: str
    task: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """One step taken: its BPMN task, how it ended, and the line that says so."""

    task: str
    outcome: str
    line_id: UUID


def taken(lines: Iterable[Line], version: ProcedureVersion) -> list[Taken]:
    """Return the steps that count, in order. A line from before tasks were kept is known by its act."""
    found: list[Taken] = []
    for line in lines:
        if line.verb == "step":
            found.append(Taken(line.task, str(line.facts.get("code") or FORWARD), line.id))
        elif line.verb in _BY_ACT:
            found.append(Taken(line.task or _task_of(version, _BY_ACT[line.verb]), FORWARD, line.id))
        elif line.verb == "received":
            found = []
        elif line.verb == "returned":
            found = found[: int(line.facts["kept"])]
        elif line.verb == "undone":
            found = [one for one in found if str(one.line_id) != line.facts["event"]]
    return found


def before_draft(steps: Sequence[Taken], version: ProcedureVersion) -> list[Taken]:
    """Return the steps up to, and without, the last one that drafted the result: where a correction begins."""
    drafting = {step.task for step in version.steps if step.act == Act.DRAFT}
    places = [place for place, step in enumerate(steps) if step.task in drafting]
    return list(steps[: places[-1]] if places else ())


def _task_of(version: ProcedureVersion, act: Act) -> str:
    return next((step.task for step in version.steps if step.act == act), "")
