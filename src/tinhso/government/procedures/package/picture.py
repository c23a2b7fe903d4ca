"""The process as a picture: an SVG drawn on the server from the diagram of a BPMN file, in the colours of the page.

Words become text nodes, never markup; the size is bounded. Beside it the page gives the same as a table.
"""

from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from tinhso.foundation.workflow.public import inspect

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC: Final = "{http://www.omg.org/spec/DD/20100524/DC}"
DI: Final = "{http://www.omg.org/spec/DD/20100524/DI}"
LINE_LETTERS: Final = 17
MAX_LINES: Final = 5
MAX_SHAPES: Final = 400
MAX_SIDE: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float


def draw_svg(xml: str) -> str:
    """Return the SVG of a process; "" when it cannot be read or carries no diagram."""
    outline = inspect(xml.encode())
    if not outline.tasks or any(problem.code in {"not_xml", "doctype", "too_large"} for problem in outline.problems):
        return ""
    try:
        root = ET.fromstring(xml)  # noqa: S314 - `inspect` refused document types, so no entity is left
        return _svg(root)
    except (ET.ParseError, ValueError, KeyError):
        return ""


def _svg(root: ET.Element) -> str:
    named = {one.get("id", ""): one for one in root.iter() if one.tag.startswith(BPMN)}
    shapes = list(root.iter(f"{BPMNDI}BPMNShape"))[:MAX_SHAPES]
    edges = list(root.iter(f"{BPMNDI}BPMNEdge"))[:MAX_SHAPES]
    boxes = {shape.get("bpmnElement", ""): _box(shape) for shape in shapes}
    if not boxes:
        return ""
    right = min(max(box.x + box.width for box in boxes.values()) + 20, MAX_SIDE)
    bottom = min(max(box.y + box.height for box in boxes.values()) + 20, MAX_SIDE)
    left, top = min(b.x for b in boxes.values()) - 10, min(b.y for b in boxes.values()) - 10
    size = {"viewBox": f"{left:g} {top:g} {right - left:g} {bottom - top:g}", "width": f"{right - left:g}"}
    svg = ET.Element("svg", {**size, "role": "img", "aria-labelledby": "so-do-ten", "fill": "none"})
    svg.set("stroke", "currentColor")
    title = ET.SubElement(svg, "title", id="so-do-ten")
    title.text = "Sơ đồ quy trình"
    for edge in edges:
        _edge(svg, edge, named.get(edge.get("bpmnElement", "")))
    for key, box in boxes.items():
        _shape(svg, named.get(key), box)
    return ET.tostring(svg, encoding="unicode")


def _box(shape: ET.Element) -> _Box:
    bounds = shape.find(f"{DC}Bounds")
    if bounds is None:
        raise ValueError("a shape without bounds")
    x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
    return _Box(x, y, width, height)


def _shape(svg: ET.Element, element: ET.Element | None, box: _Box) -> None:
    if element is None:
        return
    kind, name = element.tag.removeprefix(BPMN), element.get("name", "")
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    place: dict[str, Any] = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    if kind in {"participant", "lane"}:
        ET.SubElement(svg, "rect", _plain(place | {"opacity": "0.4"}))
        _words(svg, name if kind == "lane" else "", box.x + 8, box.y + 16, anchor="start", letters=60)
    elif kind in {"startEvent", "endEvent"}:
        width = "4" if kind == "endEvent" else "2"
        ET.SubElement(
            svg, "circle", _plain({"cx": middle_x, "cy": middle_y, "r": box.width / 2, "stroke-width": width})
        )
        _words(svg, name, middle_x, box.y + box.height + 16)
    elif kind.endswith("Gateway"):
        corners = [(middle_x, box.y), (box.x + box.width, middle_y), (middle_x, box.y + box.height), (box.x, middle_y)]
        points = " ".join(f"{x:g},{y:g}" for x, y in corners)
        ET.SubElement(svg, "polygon", {"points": points, "stroke-width": "2"})
        mark = "✚" if kind == "parallelGateway" else "✕"
        _words(svg, mark, middle_x, middle_y + 5)
    else:
        ET.SubElement(svg, "rect", _plain(place | {"rx": "8", "stroke-width": "2"}))
        lines = _wrapped(name, LINE_LETTERS)
        _words(svg, name, middle_x, middle_y + 5 - (len(lines) - 1) * 7)


def _edge(svg: ET.Element, edge: ET.Element, flow: ET.Element | None) -> None:
    points = [(float(one.get("x", "0")), float(one.get("y", "0"))) for one in edge.iter(f"{DI}waypoint")]
    if len(points) < 2:
        return
    ET.SubElement(svg, "polyline", {"points": " ".join(f"{x:g},{y:g}" for x, y in points), "stroke-width": "1.5"})
    (from_x, from_y), (x, y) = points[-2:]
    ahead_x, ahead_y = (x > from_x) - (x < from_x), (y > from_y) - (y < from_y)
    back_x, back_y = x - 9 * ahead_x, y - 9 * ahead_y
    wings = [(x, y), (back_x + 4 * ahead_y, back_y + 4 * ahead_x), (back_x - 4 * ahead_y, back_y - 4 * ahead_x)]
    tip = " ".join(f"{one:g},{other:g}" for one, other in wings)
    ET.SubElement(svg, "polygon", {"points": tip, "fill": "currentColor"})
    if flow is not None and flow.get("name"):
        (first_x, first_y), (next_x, next_y) = points[0], points[1]
        _words(svg, flow.get("name", ""), (first_x + next_x) / 2, (first_y + next_y) / 2 - 6, letters=40)


def _words(
    svg: ET.Element, text: str, x: float, y: float, *, anchor: str = "middle", letters: int = LINE_LETTERS
) -> None:
    """Write a text in lines of bounded length."""
    if not text:
        return
    look = {"text-anchor": anchor, "font-size": "12", "fill": "currentColor", "stroke": "none"}
    element = ET.SubElement(svg, "text", _plain({"x": x, "y": y, **look}))
    for number, line in enumerate(_wrapped(text, letters)):
        span = ET.SubElement(element, "tspan", _plain({"x": x, "dy": 14 if number else 0}))
        span.text = line


def _wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text[:200].split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "…"]


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {key: f"{value:g}" if isinstance(value, float | int) else str(value) for key, value in values.items()}
