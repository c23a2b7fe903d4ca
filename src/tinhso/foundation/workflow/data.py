"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FORWARD: Final = "forward"
"""The outcome of a task that leaves no choice."""


@dataclass(frozen=True, slots=True)
class TaskOutline:
    """A user task as drawn: its id, its words, the lane it lies in ("" when in none), the line it stands on."""

    id: str
    name: str
    lane: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author must mend: where (line of the file, id of the element) and, in Vietnamese, what to do."""

    code: str
    line: int
    element: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a BPMN file says.

    `tasks` are in the order of the file. `outcomes_by_task` gives the codes each task may end with; `moves` gives the
    tasks that come next, as {task: {outcome: (task, …)}}, an empty tuple where the process ends; `first` gives the
    tasks that are ready at the start. All four are complete only when there are no problems.
    """

    tasks: tuple[TaskOutline, ...]
    outcomes_by_task: Mapping[str, tuple[str, ...]]
    moves: Mapping[str, Mapping[str, tuple[str, ...]]]
    first: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadyTask:
    """A task that somebody can do now: its id in the drawing and its words."""

    task: str
    title: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an instance has come. `finished` means that nothing is ready and nothing waits."""

    ready: tuple[ReadyTask, ...]
    finished: bool
