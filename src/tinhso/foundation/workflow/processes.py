"""Registered processes as the engine runs them, kept in memory: they never change, so nothing can go stale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from tinhso.foundation.workflow import engine
from tinhso.foundation.workflow.data import Progress, ReadyTask
from tinhso.foundation.workflow.models import Process


@dataclass(frozen=True, slots=True)
class Runnable:
    """A process with its specification unpacked."""

    specification: Any
    titles: Mapping[str, str]
    outcomes: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def get_runnable(process_id: UUID) -> Runnable:
    """Return a process by its id; a key never gets other bytes, so an id means the same for ever."""
    process = Process.objects.only("specification", "titles", "outcomes").get(pk=process_id)
    outcomes = {task: tuple(codes) for task, codes in process.outcomes.items()}
    return Runnable(engine.read_specification(bytes(process.specification)), process.titles, outcomes)


def progress_of(ready: Sequence[str], titles: Mapping[str, str]) -> Progress:
    """Return ids of tasks as progress; nothing ready is finished (a constraint of the table holds it)."""
    return Progress(tuple(ReadyTask(task, titles[task]) for task in ready), finished=not ready)
