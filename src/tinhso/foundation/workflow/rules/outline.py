"""Judges a drawing: can every task be reached, can every task reach an end, is every choice clear."""

from collections.abc import Callable
from typing import Final

from tinhso.foundation.workflow.data import FORWARD, Outline, TaskOutline
from tinhso.foundation.workflow.rules import drawing as bpmn
from tinhso.foundation.workflow.rules.drawing import Drawing, Flow, Node
from tinhso.foundation.workflow.rules.tokens import check_tokens


def inspect(xml: bytes) -> Outline:
    """Return what the BPMN file says and everything an author must mend in it; never raises.

    Checked: size (1 MB), no document type or entities, only user tasks, exclusive and parallel gateways, one start,
    at least one end, arrows that lead somewhere, nothing unreachable, nothing without a way to an end, every choice
    with a default and conditions of the form `outcome == "code"`, no parallel join that waits for ever.
    Problems are in the order of the file.
    """
    drawing = bpmn.read(xml)
    if drawing.nodes or not drawing.problems:
        for check in _CHECKS:
            check(drawing)
        if not drawing.problems:
            check_tokens(drawing)
    return _outline(drawing)


def _outline(drawing: Drawing) -> Outline:
    tasks = drawing.of_kind(bpmn.TASK)
    outcomes = {task.id: outcomes_of(drawing, task.id) for task in tasks}
    sound = not drawing.problems
    starts = drawing.of_kind(bpmn.START)
    return Outline(
        tasks=tuple(TaskOutline(task.id, task.name, drawing.lanes.get(task.id, ""), task.line) for task in tasks),
        outcomes_by_task=outcomes,
        moves={task: {code: _next(drawing, task, code) for code in codes} for task, codes in outcomes.items()}
        if sound
        else {},
        first=_ahead(drawing, starts[0].id) if sound else (),
        problems=tuple(sorted(drawing.problems, key=lambda problem: problem.line)),
    )


def outcomes_of(drawing: Drawing, task: str) -> tuple[str, ...]:
    """Return the codes `task` may end with: the conditions of the exclusive gateway right after it, else `forward`."""
    gateway = _choice_after(drawing, task)
    if gateway is None:
        return (FORWARD,)
    return tuple(dict.fromkeys(flow.outcome or FORWARD for flow in drawing.outgoing(gateway.id)))


def _choice_after(drawing: Drawing, task: str) -> Node | None:
    """Return the exclusive gateway that splits right after `task`, None when there is none."""
    for flow in drawing.outgoing(task):
        node = drawing.nodes.get(flow.target)
        if node and _splits(drawing, node):
            return node
    return None


def _splits(drawing: Drawing, node: Node) -> bool:
    return node.kind == bpmn.CHOICE and len(drawing.outgoing(node.id)) > 1


def _next(drawing: Drawing, task: str, outcome: str) -> tuple[str, ...]:
    """Return the tasks that may become ready when `task` ends with `outcome`."""
    gateway = _choice_after(drawing, task)
    if gateway is None:
        return _ahead(drawing, task)
    for flow in drawing.outgoing(gateway.id):
        if (flow.outcome or FORWARD) == outcome:
            return _ahead(drawing, gateway.id, only=flow)
    return ()


def _ahead(drawing: Drawing, node: str, *, only: Flow | None = None) -> tuple[str, ...]:
    """Return the nearest tasks along the arrows from `node`, in the order found."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    queue = [only.target] if only else [flow.target for flow in drawing.outgoing(node)]
    while queue:
        here = queue.pop(0)
        if here in seen:
            continue
        seen.add(here)
        if drawing.nodes[here].kind == bpmn.TASK:
            found[here] = None
        else:
            queue += [flow.target for flow in drawing.outgoing(here)]
    return tuple(found)


def _check_ends(drawing: Drawing) -> None:
    starts = drawing.of_kind(bpmn.START)
    if not starts:
        drawing.complain(
            "no_start", drawing.line, drawing.process, "Quy trình chưa có điểm bắt đầu. Thêm «startEvent»."
        )
    for extra in starts[1:]:
        drawing.complain("many_starts", extra.line, extra.id, "Quy trình chỉ được có một điểm bắt đầu. Bỏ bớt.")
    if not drawing.of_kind(bpmn.END):
        drawing.complain("no_end", drawing.line, drawing.process, "Quy trình chưa có điểm kết thúc. Thêm «endEvent».")
    if not drawing.of_kind(bpmn.TASK):
        drawing.complain("no_task", drawing.line, drawing.process, "Quy trình chưa có việc nào. Thêm «userTask».")


def _check_arrows(drawing: Drawing) -> None:
    for flow in list(drawing.flows.values()):
        missing = [end for end in (flow.source, flow.target) if end not in drawing.nodes]
        if missing:
            sentence = f"Đường nối «{flow.id}» trỏ tới «{missing[0]}» không có trong quy trình. Nối lại hoặc xóa."
            drawing.complain("loose_flow", flow.line, flow.id, sentence)
            del drawing.flows[flow.id]


def _check_shapes(drawing: Drawing) -> None:
    for node in drawing.nodes.values():
        leaving, coming = drawing.outgoing(node.id), drawing.incoming(node.id)
        if node.kind in (bpmn.TASK, bpmn.START) and len(leaving) > 1:
            sentence = f"«{node.name or node.id}» có nhiều đường ra. Đặt một cổng rẽ nhánh ngay sau và nối qua cổng."
            drawing.complain("many_flows", node.line, node.id, sentence)
        if node.kind == bpmn.START and coming:
            drawing.complain("into_start", coming[0].line, node.id, "Không nối đường vào điểm bắt đầu.")
        if node.kind == bpmn.END and leaving:
            drawing.complain("out_of_end", leaving[0].line, node.id, "Không nối đường ra từ điểm kết thúc.")
        if node.kind == bpmn.TASK and not node.name:
            drawing.complain("no_name", node.line, node.id, f"Việc «{node.id}» chưa có tên. Đặt tên việc.")


def _check_reach(drawing: Drawing) -> None:
    forward = _closure(drawing, [node.id for node in drawing.of_kind(bpmn.START)], ahead=True)
    backward = _closure(drawing, [node.id for node in drawing.of_kind(bpmn.END)], ahead=False)
    for node in drawing.nodes.values():
        name = node.name or node.id
        if node.id not in forward and node.kind != bpmn.START:
            sentence = f"«{name}» không tới được từ điểm bắt đầu. Nối đường vào hoặc xóa."
            drawing.complain("unreachable", node.line, node.id, sentence)
        if node.id not in backward and node.kind != bpmn.END:
            sentence = f"«{name}» không có đường tới điểm kết thúc. Nối đường ra."
            drawing.complain("no_way_out", node.line, node.id, sentence)


def _closure(drawing: Drawing, begin: list[str], *, ahead: bool) -> set[str]:
    seen: set[str] = set()
    queue = list(begin)
    while queue:
        here = queue.pop()
        if here in seen:
            continue
        seen.add(here)
        queue += [f.target for f in drawing.outgoing(here)] if ahead else [f.source for f in drawing.incoming(here)]
    return seen


def _check_choices(drawing: Drawing) -> None:
    for gateway in drawing.of_kind(bpmn.CHOICE):
        if _splits(drawing, gateway):
            _check_choice(drawing, gateway)
    for flow in drawing.flows.values():
        source = drawing.nodes[flow.source]
        if flow.condition is not None and not _splits(drawing, source):
            sentence = "Điều kiện chỉ đặt trên đường ra của cổng loại trừ («exclusiveGateway») có nhiều đường ra."
            drawing.complain("stray_condition", flow.line, flow.id, sentence)


def _check_choice(drawing: Drawing, gateway: Node) -> None:
    leaving = drawing.outgoing(gateway.id)
    if gateway.default not in {flow.id for flow in leaving}:
        sentence = f"Cổng «{gateway.id}» chưa có đường mặc định. Chọn một đường ra làm mặc định («default»)."
        drawing.complain("no_default", gateway.line, gateway.id, sentence)
    for flow in drawing.incoming(gateway.id):
        if drawing.nodes[flow.source].kind != bpmn.TASK:
            sentence = f"Cổng «{gateway.id}» phải đứng ngay sau một việc: kết quả của việc đó quyết định đường đi."
            drawing.complain("choice_after_task", gateway.line, gateway.id, sentence)
    taken: set[str] = set()
    for flow in leaving:
        _check_branch(drawing, gateway, flow, taken)


def _check_branch(drawing: Drawing, gateway: Node, flow: Flow, taken: set[str]) -> None:
    bare_default = flow.condition is None and flow.id == gateway.default
    if flow.outcome is None and not bare_default:
        sentence = f'Điều kiện của đường «{flow.id}» phải có dạng outcome == "ma_ket_qua" (chữ thường không dấu).'
        drawing.complain("bad_condition", flow.line, flow.id, sentence)
        return
    code = flow.outcome or FORWARD
    if code in taken:
        sentence = f"Hai đường ra của cổng «{gateway.id}» cùng nhận kết quả «{code}». Đặt mã khác."
        drawing.complain("same_outcome", flow.line, flow.id, sentence)
    taken.add(code)


_CHECKS: Final[tuple[Callable[[Drawing], None], ...]] = (
    _check_ends,
    _check_arrows,
    _check_shapes,
    _check_reach,
    _check_choices,
)
