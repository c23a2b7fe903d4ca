"""Plays every run of a small process with tokens on its arrows, to find what a look at the arrows cannot.

A process is sound when every run can still end, and ends with nothing left behind (van der Aalst, 1998). Two ways of
losing a dossier for ever are caught: a parallel join that waits for a branch never taken, and a branch that arrives
twice where one is expected.
"""

from typing import Final

from tinhso.foundation.workflow.rules import drawing as bpmn
from tinhso.foundation.workflow.rules.drawing import Drawing, Node

MAX_STATES: Final = 5000

Marking = frozenset[str]


def check_tokens(drawing: Drawing) -> None:
    """Note a problem for a join that may wait for ever, a branch that comes twice, or too many states to judge."""
    start = drawing.of_kind(bpmn.START)[0]
    begin: Marking = frozenset(flow.id for flow in drawing.outgoing(start.id))
    seen, queue = {begin}, [begin]
    while queue:
        marking = queue.pop()
        following = _step(drawing, marking)
        if following is None:
            return
        if marking and not following:
            _complain_stuck(drawing, marking)
            return
        fresh = following - seen
        seen |= fresh
        queue += fresh
        if len(seen) > MAX_STATES:
            sentence = "Quy trình có quá nhiều nhánh song song để kiểm tra. Giảm số nhánh."
            drawing.complain("too_complex", drawing.line, drawing.process, sentence)
            return


def _step(drawing: Drawing, marking: Marking) -> set[Marking] | None:
    """Return what can come of `marking` in one step; None (and a problem) when an arrow would hold two tokens."""
    following: set[Marking] = set()
    for node in drawing.nodes.values():
        for taken, given in _firings(drawing, node, marking):
            rest = marking - taken
            if rest & given:
                flow = drawing.flows[min(rest & given)]
                sentence = (
                    f"Hai nhánh song song cùng tới «{flow.target}». Gộp bằng một cổng song song («parallelGateway»)."
                )
                drawing.complain("meets_twice", flow.line, flow.target, sentence)
                return None
            following.add(rest | given)
    return following


def _firings(drawing: Drawing, node: Node, marking: Marking) -> list[tuple[Marking, Marking]]:
    """Return the ways `node` can fire: the tokens it takes and those it gives."""
    coming = [flow.id for flow in drawing.incoming(node.id)]
    leaving = [flow.id for flow in drawing.outgoing(node.id)]
    here = marking.intersection(coming)
    if not here:
        return []
    if node.kind == bpmn.FORK:
        return [(frozenset(coming), frozenset(leaving))] if len(here) == len(coming) else []
    if node.kind == bpmn.CHOICE:
        return [(frozenset({one}), frozenset({other})) for one in here for other in leaving]
    return [(frozenset({one}), frozenset(leaving)) for one in here]


def _complain_stuck(drawing: Drawing, marking: Marking) -> None:
    flow = drawing.flows[min(marking)]
    sentence = f"Cổng song song «{flow.target}» có thể chờ mãi một nhánh không tới. Gộp nhánh bằng cổng loại trừ."
    drawing.complain("waits_for_ever", drawing.nodes[flow.target].line, flow.target, sentence)
