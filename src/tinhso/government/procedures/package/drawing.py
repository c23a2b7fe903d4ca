"""Draws process.bpmn from the table of steps in procedure.yaml: one lane per role, BPMN 2.0 with diagram coordinates.

The steps are taken in order; a step with more than one outcome gets an exclusive gateway: `forward` goes on to the next
step, `return` goes back to the nearest earlier step that drafts (or examines). Any BPMN editor opens what comes out.
"""

import unicodedata
from dataclasses import dataclass
from xml.etree import ElementTree as ET

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI}

ROLES = {
    "one_stop_officer": "Cán bộ một cửa",
    "specialist": "Chuyên viên thụ lý",
    "unit_head": "Lãnh đạo phòng",
    "leader": "Lãnh đạo cơ quan",
    "clerk": "Văn thư",
}
RETURN_TO = frozenset({"draft", "examine"})

LEFT, TOP, LANE_LABEL = 120, 60, 30
LANE_HEIGHT, COLUMN, BACK_ROOM = 140, 260, 40
TASK, EVENT, GATEWAY = (120, 80), (36, 36), (50, 50)


@dataclass(frozen=True)
class Node:
    """One shape of the diagram: its id, BPMN element, label, lane and the column it stands in (in columns, from 0)."""

    id: str
    element: str
    name: str
    role: str
    column: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in the units of the diagram (pixels)."""
        return {"userTask": TASK, "exclusiveGateway": GATEWAY}.get(self.element, EVENT)


@dataclass(frozen=True)
class Flow:
    """One sequence flow; `outcome` is empty unless it leaves a gateway."""

    id: str
    source: str
    target: str
    name: str = ""
    outcome: str = ""


Steps = list[dict[str, object]]


def _nodes(steps: Steps) -> list[Node]:
    nodes = [Node("bat_dau", "startEvent", "Đã tiếp nhận hồ sơ", str(steps[0]["role"]), 0)]
    for column, step in enumerate(steps):
        task, role = str(step["task"]), str(step["role"])
        nodes.append(Node(task, "userTask", str(step["title"]), role, column + 0.5))
        if len(step["outcomes"]) > 1:  # type: ignore[arg-type]
            nodes.append(Node(f"re_{task}", "exclusiveGateway", "Đồng ý?", role, column + 1.06))
    nodes.append(Node("ket_thuc", "endEvent", "Đã trả kết quả", str(steps[-1]["role"]), len(steps) + 0.3))
    return nodes


def _return_target(steps: Steps, index: int) -> str:
    for step in reversed(steps[:index]):
        if step["act"] in RETURN_TO:
            return str(step["task"])
    raise ValueError(f"bước {steps[index]['task']} trả lại nhưng trước nó không có bước soạn thảo")


def _flows(steps: Steps) -> list[Flow]:
    flows = [Flow("luong_bat_dau", "bat_dau", str(steps[0]["task"]))]
    for index, step in enumerate(steps):
        task = str(step["task"])
        outcomes: dict[str, str] = step["outcomes"]  # type: ignore[assignment]
        target = str(steps[index + 1]["task"]) if index + 1 < len(steps) else "ket_thuc"
        if len(outcomes) == 1:
            flows.append(Flow(f"luong_{task}", task, target))
            continue
        gateway = f"re_{task}"
        flows.append(Flow(f"luong_{task}", task, gateway))
        for code, words in outcomes.items():
            goal = target if code == "forward" else _return_target(steps, index)
            flows.append(Flow(f"luong_{task}_{code}", gateway, goal, words, code))
    return flows


def _tag(prefix: str, name: str) -> str:
    return f"{{{NAMESPACES[prefix]}}}{name}"


def _add_lanes(process: ET.Element, nodes: list[Node]) -> list[str]:
    roles = list(dict.fromkeys(node.role for node in nodes))
    lanes = ET.SubElement(process, _tag("bpmn", "laneSet"), id="cac_vai_tro")
    for role in roles:
        lane = ET.SubElement(lanes, _tag("bpmn", "lane"), id=f"lan_{role}", name=ROLES[role])
        for node in nodes:
            if node.role == role:
                ET.SubElement(lane, _tag("bpmn", "flowNodeRef")).text = node.id
    return roles


def _add_nodes(process: ET.Element, nodes: list[Node], flows: list[Flow]) -> None:
    for node in nodes:
        element = ET.SubElement(process, _tag("bpmn", node.element), id=node.id, name=node.name)
        if node.element == "exclusiveGateway":
            element.set("default", next(f.id for f in flows if f.source == node.id and f.outcome == "forward"))
        for flow in flows:
            if flow.target == node.id:
                ET.SubElement(element, _tag("bpmn", "incoming")).text = flow.id
        for flow in flows:
            if flow.source == node.id:
                ET.SubElement(element, _tag("bpmn", "outgoing")).text = flow.id


def _add_flows(process: ET.Element, flows: list[Flow]) -> None:
    for flow in flows:
        element = ET.SubElement(
            process, _tag("bpmn", "sequenceFlow"), id=flow.id, sourceRef=flow.source, targetRef=flow.target
        )
        if flow.outcome:
            element.set("name", flow.name)
            condition = ET.SubElement(element, _tag("bpmn", "conditionExpression"))
            condition.set(_tag("xsi", "type"), "bpmn:tFormalExpression")
            condition.text = f'outcome == "{flow.outcome}"'


def _box(node: Node, roles: list[str]) -> tuple[int, int, int, int]:
    width, height = node.size
    x = LEFT + LANE_LABEL + 50 + round(node.column * COLUMN)
    y = TOP + roles.index(node.role) * LANE_HEIGHT + (LANE_HEIGHT - height) // 2
    return x, y, width, height


def _waypoints(flow: Flow, boxes: dict[str, tuple[int, int, int, int]], bottom: int) -> list[tuple[int, int]]:
    """Straight on in one lane, one bend between lanes, and round below the lanes on the way back."""
    x, y, width, height = boxes[flow.source]
    to_x, to_y, to_width, to_height = boxes[flow.target]
    middle, to_middle = y + height // 2, to_y + to_height // 2
    if flow.outcome not in {"", "forward"}:
        back, to_centre = bottom + BACK_ROOM // 2, to_x + to_width // 2
        return [(x + width // 2, y + height), (x + width // 2, back), (to_centre, back), (to_centre, to_y + to_height)]
    if middle == to_middle:
        return [(x + width, middle), (to_x, to_middle)]
    bend = (x + width + to_x) // 2
    return [(x + width, middle), (bend, middle), (bend, to_middle), (to_x, to_middle)]


def _shape(plane: ET.Element, element: str, box: tuple[int, int, int, int], *, lane: bool = False) -> None:
    shape = ET.SubElement(plane, _tag("bpmndi", "BPMNShape"), id=f"hinh_{element}", bpmnElement=element)
    if lane:
        shape.set("isHorizontal", "true")
    names = ("x", "y", "width", "height")
    ET.SubElement(shape, _tag("dc", "Bounds"), dict(zip(names, map(str, box), strict=True)))


def _add_diagram(root: ET.Element, process_id: str, nodes: list[Node], flows: list[Flow], roles: list[str]) -> None:
    diagram = ET.SubElement(root, _tag("bpmndi", "BPMNDiagram"), id="so_do")
    plane = ET.SubElement(diagram, _tag("bpmndi", "BPMNPlane"), id="mat_so_do", bpmnElement="phoi_hop")
    boxes = {node.id: _box(node, roles) for node in nodes}
    width = max(x + w for x, _, w, _ in boxes.values()) - LEFT + 50
    bottom = TOP + len(roles) * LANE_HEIGHT
    height = bottom - TOP + BACK_ROOM
    _shape(plane, f"be_{process_id}", (LEFT, TOP, width, height), lane=True)
    for row, role in enumerate(roles):
        tall = LANE_HEIGHT + (BACK_ROOM if row == len(roles) - 1 else 0)
        _shape(plane, f"lan_{role}", (LEFT + LANE_LABEL, TOP + row * LANE_HEIGHT, width - LANE_LABEL, tall), lane=True)
    for node in nodes:
        _shape(plane, node.id, boxes[node.id])
    for flow in flows:
        edge = ET.SubElement(plane, _tag("bpmndi", "BPMNEdge"), id=f"net_{flow.id}", bpmnElement=flow.id)
        for x, y in _waypoints(flow, boxes, bottom):
            ET.SubElement(edge, _tag("di", "waypoint"), x=str(x), y=str(y))


def draw(package: dict[str, object]) -> bytes:
    """Return the BPMN file of a package: one participant, one process, a lane per role, and its diagram.

    Raises ValueError (in Vietnamese) when a step returns a dossier but no earlier step drafts or examines.
    """
    steps: Steps = package["steps"]  # type: ignore[assignment]
    process_id = "tthc_" + str(package["code"]).replace(".", "_")
    nodes, flows = _nodes(steps), _flows(steps)
    for prefix, uri in NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    root = ET.Element(
        _tag("bpmn", "definitions"), id=f"dinh_nghia_{process_id}", targetNamespace="urn:tinhso:procedures"
    )
    collaboration = ET.SubElement(root, _tag("bpmn", "collaboration"), id="phoi_hop")
    name = str(package["name"])
    ET.SubElement(collaboration, _tag("bpmn", "participant"), id=f"be_{process_id}", name=name, processRef=process_id)
    process = ET.SubElement(root, _tag("bpmn", "process"), id=process_id, name=name, isExecutable="true")
    roles = _add_lanes(process, nodes)
    _add_nodes(process, nodes, flows)
    _add_flows(process, flows)
    _add_diagram(root, process_id, nodes, flows, roles)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + unicodedata.normalize("NFC", text) + "\n").encode()
