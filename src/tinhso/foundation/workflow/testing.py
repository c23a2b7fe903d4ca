"""Builders for tests of this room and of those above."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

Arrow = tuple[str, str] | tuple[str, str, str]

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:tinhso:test">\n'
)


def draw(*arrows: Arrow, tasks: Sequence[str], forks: Sequence[str] = (), process: str = "p", extra: str = "") -> bytes:
    """Return a BPMN file: `start` and `end` are events, `tasks` user tasks, `forks` parallel gateways.

    Any other name is an exclusive gateway, whose first arrow is the default. A third part of an arrow is the outcome
    it waits for. One element stands on each line; `extra` is put at the end of the process as it is.
    """
    names = dict.fromkeys(name for arrow in arrows for name in arrow[:2])
    lines = [f'<process id="{process}" isExecutable="true">']
    lines += [_node(name, arrows, tasks, forks) for name in names]
    lines += [_flow(place, arrow) for place, arrow in enumerate(arrows)]
    return (_HEAD + "\n".join([*lines, extra, "</process>", "</definitions>"])).encode()


def _node(name: str, arrows: Sequence[Arrow], tasks: Sequence[str], forks: Sequence[str]) -> str:
    if name.startswith(("start", "end")):
        return f"<{name[:5] if name.startswith('start') else 'end'}Event id={quoteattr(name)}/>"
    if name in tasks:
        return f"<userTask id={quoteattr(name)} name={quoteattr('Việc ' + name)}/>"
    if name in forks:
        return f"<parallelGateway id={quoteattr(name)}/>"
    default = next((place for place, arrow in enumerate(arrows) if arrow[0] == name), 0)
    return f'<exclusiveGateway id={quoteattr(name)} default="f{default}"/>'


def _flow(place: int, arrow: Arrow) -> str:
    head = f'<sequenceFlow id="f{place}" sourceRef={quoteattr(arrow[0])} targetRef={quoteattr(arrow[1])}'
    if len(arrow) == 2:
        return head + "/>"
    condition = escape(f'outcome == "{arrow[2]}"')
    return f"{head}><conditionExpression>{condition}</conditionExpression></sequenceFlow>"


def draw_approval() -> bytes:
    """Return the usual process: examine, sign (forward, or return to examine), hand over."""
    return draw(
        ("start", "tham_tra"),
        ("tham_tra", "ky_duyet"),
        ("ky_duyet", "chon"),
        ("chon", "tra_ket_qua", "forward"),
        ("chon", "tham_tra", "return"),
        ("tra_ket_qua", "end"),
        tasks=("tham_tra", "ky_duyet", "tra_ket_qua"),
    )
