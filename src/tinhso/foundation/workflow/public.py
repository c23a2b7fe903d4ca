"""The door of workflow."""

from tinhso.foundation.workflow.actions import complete, register, start, stop
from tinhso.foundation.workflow.data import FORWARD, Outline, Problem, Progress, ReadyTask, TaskOutline
from tinhso.foundation.workflow.queries import get_progress, list_progress
from tinhso.foundation.workflow.rules.outline import inspect

__all__ = [
    "FORWARD",
    "Outline",
    "Problem",
    "Progress",
    "ReadyTask",
    "TaskOutline",
    "complete",
    "get_progress",
    "inspect",
    "list_progress",
    "register",
    "start",
    "stop",
]
