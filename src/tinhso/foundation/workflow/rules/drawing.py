"""Reads a BPMN 2.0 file (OMG formal/2011-01-03) into a small graph; what it does not know becomes a problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tinhso.foundation.workflow.data import Problem
from tinhso.foundation.workflow.rules.conditions import outcome_of

NAMESPACE: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MAX_BYTES: Final = 1024 * 1024
MAX_NODES: Final = 200

START, END, TASK, CHOICE, FORK = "startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway"
NODE_KINDS: Final = frozenset({START, END, TASK, CHOICE, FORK})
_DECORATION: Final = frozenset({"documentation", "extensionElements", "textAnnotation", "association", "group"})
_ROOT_PARTS: Final = frozenset({"process", "collaboration", "category", "documentation", "extensionElements"})
_NODE_PARTS: Final = frozenset({"incoming", "outgoing", "documentation", "extensionElements"})
_MACHINE_TASKS: Final = frozenset(
    {"scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity", "task", "manualTask"}
)
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_RESERVED: Final = frozenset({"Start", "End"})


@dataclass(frozen=True, slots=True)
class Node:
    """An event, task or gateway."""

    id: str
    kind: str
    name: str
    line: int
    default: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow. `condition` is its text, None when it has none; `outcome` the code that text compares with."""

    id: str
    source: str
    target: str
    line: int
    condition: str | None = None

    @property
    def outcome(self) -> str | None:
        """The outcome on which this arrow is taken, None when the condition is missing or of another form."""
        return None if self.condition is None else outcome_of(self.condition)


@dataclass(slots=True)
class Drawing:
    """The graph of one process, and what was wrong while reading it."""

    process: str = ""
    line: int = 1
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def outgoing(self, node: str) -> list[Flow]:
        """Return the arrows that leave `node`, in the order of the file."""
        return [flow for flow in self.flows.values() if flow.source == node]

    def incoming(self, node: str) -> list[Flow]:
        """Return the arrows that come to `node`."""
        return [flow for flow in self.flows.values() if flow.target == node]

    def of_kind(self, *kinds: str) -> list[Node]:
        """Return the nodes of these kinds, in the order of the file."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    def complain(self, code: str, line: int, element: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, line, element, sentence))


def read(xml: bytes) -> Drawing:
    """Return the graph in `xml`. Never raises: what cannot be read is a problem in the result.

    Document type declarations are refused outright, so entities, external files and the network are never touched.
    """
    drawing = Drawing()
    root = _parse(xml, drawing)
    if root is None:
        return drawing
    if root.tag != f"{{{NAMESPACE}}}definitions":
        drawing.complain("not_bpmn", _line(root), "", "Tệp không phải BPMN 2.0: phần tử gốc phải là «definitions».")
        return drawing
    processes = []
    for part in _children(root):
        if _kind(part) == "process":
            processes.append(part)
        elif _own(part) and _kind(part) not in _ROOT_PARTS:
            _complain_unknown(drawing, part)
    if len(processes) != 1:
        line = _line(processes[1]) if processes else _line(root)
        drawing.complain("one_process", line, "", "Tệp phải có đúng một quy trình («process»).")
        return drawing
    _read_process(drawing, processes[0])
    return drawing


def _parse(xml: bytes, drawing: Drawing) -> Any:
    if len(xml) > MAX_BYTES:
        drawing.complain("too_large", 1, "", "Tệp quy trình lớn hơn 1 MB. Bỏ hình ảnh nhúng, tách quy trình nhỏ hơn.")
        return None
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        drawing.complain("not_xml", error.lineno or 1, "", "Tệp không phải XML hợp lệ. Mở và lưu lại bằng công cụ vẽ.")
        return None
    if root.getroottree().docinfo.doctype:
        drawing.complain("doctype", 1, "", "Bỏ phần khai báo DOCTYPE: tệp quy trình không được khai báo thực thể.")
        return None
    return root


def _read_process(drawing: Drawing, process: Any) -> None:
    drawing.process, drawing.line = process.get("id", ""), _line(process)
    if not _ID.fullmatch(drawing.process):
        drawing.complain("bad_id", drawing.line, drawing.process, "Quy trình cần mã («id») gồm chữ không dấu và số.")
    if process.get("isExecutable", "true") != "true":
        drawing.complain("not_executable", drawing.line, drawing.process, 'Đặt isExecutable="true" cho quy trình.')
    for part in _children(process):
        _read_part(drawing, part)
    if len(drawing.nodes) > MAX_NODES or len(drawing.flows) > 2 * MAX_NODES:
        drawing.complain("too_many", drawing.line, drawing.process, f"Quy trình có quá {MAX_NODES} phần tử. Tách nhỏ.")
        drawing.nodes.clear()
        drawing.flows.clear()


def _read_part(drawing: Drawing, part: Any) -> None:
    kind = _kind(part)
    if not _own(part) or kind in _DECORATION:
        return
    if kind == "laneSet":
        _read_lanes(drawing, part)
    elif kind == "sequenceFlow":
        _read_flow(drawing, part)
    elif kind in NODE_KINDS:
        _read_node(drawing, part)
    else:
        _complain_unknown(drawing, part)


def _read_node(drawing: Drawing, part: Any) -> None:
    node = Node(part.get("id", ""), _kind(part), part.get("name", "").strip(), _line(part), part.get("default", ""))
    if not _ID.fullmatch(node.id) or node.id in _RESERVED or node.id == f"{drawing.process}.EndJoin":
        drawing.complain(
            "bad_id",
            node.line,
            node.id,
            "Mã («id») chỉ gồm chữ không dấu, số, gạch dưới, tối đa 64 ký tự, và không được là «Start» hay «End».",
        )
        return
    if node.id in drawing.nodes or node.id in drawing.flows:
        drawing.complain("same_id", node.line, node.id, f"Mã «{node.id}» dùng hai lần. Đặt mã khác cho một phần tử.")
        return
    drawing.nodes[node.id] = node
    for inner in _children(part):
        if _own(inner) and _kind(inner) not in _NODE_PARTS:
            _complain_unknown(drawing, inner)


def _read_flow(drawing: Drawing, part: Any) -> None:
    condition: str | None = None
    for inner in _children(part):
        if _kind(inner) == "conditionExpression":
            condition = "".join(inner.itertext())
    flow_id = part.get("id") or f"flow{len(drawing.flows)}"
    if flow_id in drawing.flows or flow_id in drawing.nodes:
        drawing.complain("same_id", _line(part), flow_id, f"Mã «{flow_id}» dùng hai lần. Đặt mã khác cho đường nối.")
        return
    drawing.flows[flow_id] = Flow(flow_id, part.get("sourceRef", ""), part.get("targetRef", ""), _line(part), condition)


def _read_lanes(drawing: Drawing, lane_set: Any) -> None:
    for lane in lane_set.iter(f"{{{NAMESPACE}}}lane"):
        for reference in lane.iterchildren(f"{{{NAMESPACE}}}flowNodeRef"):
            drawing.lanes[(reference.text or "").strip()] = lane.get("name", "").strip()


def _complain_unknown(drawing: Drawing, part: Any) -> None:
    kind = _kind(part)
    if kind in _MACHINE_TASKS:
        sentence = f"Không dùng «{kind}»: quy trình chỉ gồm việc của người («userTask») và cổng rẽ nhánh."
        drawing.complain("forbidden", _line(part), part.get("id", ""), sentence)
    else:
        sentence = f"Chưa hỗ trợ phần tử «{kind}». Vẽ lại bằng userTask, exclusiveGateway hoặc parallelGateway."
        drawing.complain("unknown_element", _line(part), part.get("id", ""), sentence)


def _children(element: Any) -> Iterator[Any]:
    """Yield the child elements, leaving comments and processing instructions out."""
    return (child for child in element if isinstance(child.tag, str))


def _own(element: Any) -> bool:
    return str(element.tag).startswith(f"{{{NAMESPACE}}}")


def _kind(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _line(element: Any) -> int:
    return int(element.sourceline or 1)
