"""SpiffWorkflow, kept to one page: from a drawing to bytes, and one step from bytes to bytes.

The library's own serialiser writes the specification into every instance (6 of 12 KB). Here the specification is kept
once for each process, and an instance is a short list of places in it. When one path is left, everything behind it is
dropped: the present of a BPMN instance is its tokens, so a file sent back a hundred times stays as small, and as fast,
as a fresh one.

The library is imported inside the functions: a web process that never touches a process never loads it.
"""

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NoReturn
from uuid import UUID

from tinhso.foundation.workflow.rules.conditions import outcome_of

MAX_TASKS: Final = 600
_LEVEL: Final = 6


class StateTooLarge(Exception):
    """Branches that run beside each other went round too often to be kept."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A process ready to be stored: its specification, and the state just after the start."""

    specification: bytes
    state: bytes
    ready: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one step: the new state (empty when finished) and the tasks now ready, in the order of the tree."""

    state: bytes
    ready: tuple[str, ...]
    finished: bool


def prepare(xml: bytes, process: str) -> Prepared:
    """Return the stored form of a drawing that `inspect` found without problems."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    parser = BpmnParser()
    parser.add_bpmn_xml(tree)
    specification = parser.get_spec(process)
    workflow = BpmnWorkflow(specification, script_engine=_script_engine())
    workflow.do_engine_steps()
    serializer = _serializer()
    written = {"version": serializer.VERSION, "spec": serializer.to_dict(specification)}
    step = _to_step(workflow)
    return Prepared(zlib.compress(json.dumps(written).encode(), _LEVEL), step.state, step.ready)


def read_specification(raw: bytes) -> Any:
    """Return the library's specification object: immutable in use, so one serves every thread."""
    written = json.loads(zlib.decompress(raw))
    return _serializer().from_dict(written["spec"])


def advance(specification: Any, state: bytes, *, task: str, outcome: str) -> Step | None:
    """Complete `task` with `outcome` and run on to the next user tasks; None when `task` is not ready."""
    from SpiffWorkflow.util.task import TaskState

    workflow = _from_state(specification, state)
    found = next((t for t in workflow.tasks.values() if t.state == TaskState.READY and t.task_spec.name == task), None)
    if found is None:
        return None
    found.data = {"outcome": outcome}
    found.run()
    workflow.do_engine_steps()
    return _to_step(workflow)


def _from_state(specification: Any, state: bytes) -> Any:
    """Build the library's workflow. A place of the list is the task's id: ids need to be unique in an instance only."""
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.task import Task

    workflow = BpmnWorkflow(specification, script_engine=_script_engine(), deserializing=True)
    for place, (parent, name, code, triggered, internal) in enumerate(json.loads(zlib.decompress(state))):
        task = Task(workflow, specification.task_specs[name], state=code, id=UUID(int=place))
        task.triggered, task.internal_data = bool(triggered), internal
        if parent is not None:
            task._parent = UUID(int=parent)  # noqa: SLF001 - as the library's own serialiser does
            workflow.tasks[task._parent]._children.append(task.id)  # noqa: SLF001
    workflow.task_tree = workflow.tasks[UUID(int=0)]
    return workflow


def _to_step(workflow: Any) -> Step:
    from SpiffWorkflow.util.task import TaskState

    present = [
        t for t in workflow.tasks.values() if t.state & (TaskState.READY | TaskState.WAITING | TaskState.STARTED)
    ]
    ready = tuple(t.task_spec.name for t in present if t.state == TaskState.READY)
    if not present:
        return Step(b"", (), finished=True)
    root = workflow.task_tree
    if len(present) == 1 and present[0] is not root:
        present[0]._parent, root._children = root.id, [present[0].id]  # noqa: SLF001 - the past is let go
    return Step(_write(workflow), ready, finished=False)


def _write(workflow: Any) -> bytes:
    """Return the tree as rows (parent's place, specification, state, triggered, internal data), parents first."""
    rows: list[Any] = []
    stack: list[tuple[Any, int | None]] = [(workflow.task_tree, None)]
    while stack:
        task, parent = stack.pop()
        rows.append([parent, task.task_spec.name, task.state, int(task.triggered), task.internal_data])
        place = len(rows) - 1
        stack += [(child, place) for child in reversed(task.children)]
    if len(rows) > MAX_TASKS:
        raise StateTooLarge
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), _LEVEL)


@lru_cache(maxsize=1)
def _serializer() -> Any:
    from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer

    return BpmnWorkflowSerializer()


@lru_cache(maxsize=1)
def _script_engine() -> Any:
    """Return an engine that knows one form of condition and runs nothing."""
    from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

    class OutcomeOnly(PythonScriptEngine):  # type: ignore[misc]
        """Compares the outcome of the task just completed with a code; refuses scripts and services."""

        def validate(self, expression: str) -> None:
            _code_in(expression)

        def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:  # noqa: ARG002
            code = _code_in(expression)
            return bool(task.data.get("outcome") == code)

        def execute(self, *_arguments: Any, **_named: Any) -> NoReturn:
            raise PermissionError("a process runs no scripts")

        def call_service(self, *_arguments: Any, **_named: Any) -> NoReturn:
            raise PermissionError("a process calls no services")

    return OutcomeOnly()


def _code_in(expression: str) -> str:
    code = outcome_of(expression)
    if code is None:
        raise PermissionError("a condition compares the outcome with a code, nothing else")
    return code
