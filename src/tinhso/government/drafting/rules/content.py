"""The boxes of a draft: cleaned, bounded, as JSON and back, as lines to compare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from tinhso.government.drafting.data import (
    MAX_APPENDICES,
    MAX_BODY,
    MAX_LINE,
    MAX_LINES,
    MAX_RECIPIENTS,
    Appendix,
    Content,
)
from tinhso.kernel.text import clean_block, clean_line

URGENCIES: Final = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")
MAX_GROUND: Final = 2000
MAX_ARCHIVE: Final = 200
MAX_DRAFTER: Final = 60


def cleaned(content: Content) -> Content:
    """Return the boxes in NFC, each within its bounds; grounds and lists lose the marks the printer sets itself."""
    return Content(
        subject=clean_line(content.subject)[:MAX_LINE],
        addressees=_lines(content.addressees),
        grounds=_lines(content.grounds, bound=MAX_GROUND),
        body=_body(content.body),
        recipients=_lines(content.recipients, most=MAX_RECIPIENTS),
        archive=clean_line(content.archive)[:MAX_ARCHIVE],
        drafter=clean_line(content.drafter)[:MAX_DRAFTER],
        urgency=content.urgency if 0 <= content.urgency < len(URGENCIES) else 0,
        appendices=tuple(
            Appendix(clean_line(one.title)[:MAX_LINE], _body(one.body))
            for one in content.appendices[:MAX_APPENDICES]
            if one.title.strip() or one.body.strip()
        ),
    )


def excess(content: Content) -> str:
    """Return the box that holds more than it may, "" when every one fits: `cleaned` would cut it off."""
    bounds: dict[str, bool] = {
        "subject": _is_long(content.subject, MAX_LINE),
        "addressees": _are_many(content.addressees, MAX_LINE),
        "grounds": _are_many(content.grounds, MAX_GROUND),
        "body": len(content.body) > MAX_BODY,
        "recipients": _are_many(content.recipients, MAX_LINE, most=MAX_RECIPIENTS),
        "archive": _is_long(content.archive, MAX_ARCHIVE),
        "drafter": _is_long(content.drafter, MAX_DRAFTER),
        "appendices": len(content.appendices) > MAX_APPENDICES
        or any(_is_long(one.title, MAX_LINE) or len(one.body) > MAX_BODY for one in content.appendices),
    }
    return next((name for name, is_over in bounds.items() if is_over), "")


def _is_long(text: str, bound: int) -> bool:
    return len(clean_line(text)) > bound


def _are_many(lines: Sequence[str], bound: int, most: int = MAX_LINES) -> bool:
    return len([line for line in lines if line.strip()]) > most or any(_is_long(line, bound) for line in lines)


def _body(text: str) -> str:
    return clean_block(text[:MAX_BODY])


def _lines(lines: Iterable[str], bound: int = MAX_LINE, most: int = MAX_LINES) -> tuple[str, ...]:
    found = (clean_line(line).lstrip("-–+ ").rstrip("; .")[:bound] for line in lines)
    return tuple(line for line in found if line)[:most]


def lines_of(text: str) -> tuple[str, ...]:
    """Return what was typed into a box of lists, a line each."""
    return tuple(line for line in text.splitlines() if line.strip())


def to_json(content: Content) -> dict[str, Any]:
    """Return the boxes as plain values."""
    return asdict(content)


def from_json(raw: Mapping[str, Any]) -> Content:
    """Return boxes kept by `to_json`."""
    return Content(
        subject=raw.get("subject", ""),
        addressees=tuple(raw.get("addressees", ())),
        grounds=tuple(raw.get("grounds", ())),
        body=raw.get("body", ""),
        recipients=tuple(raw.get("recipients", ())),
        archive=raw.get("archive", ""),
        drafter=raw.get("drafter", ""),
        urgency=int(raw.get("urgency", 0)),
        appendices=tuple(Appendix(one["title"], one["body"]) for one in raw.get("appendices", ())),
    )


def boxes_of(content: Content) -> dict[str, list[str]]:
    """Return the boxes as lists of lines, in the order of the paper: what comparing and merging walk along."""
    found = {
        "subject": [content.subject] if content.subject else [],
        "addressees": list(content.addressees),
        "grounds": list(content.grounds),
        "body": [line for line in content.body.splitlines() if line],
        "recipients": list(content.recipients),
        "archive": [content.archive] if content.archive else [],
        "drafter": [content.drafter] if content.drafter else [],
    }
    for place, one in enumerate(content.appendices, start=1):
        found[f"appendix_{place}"] = [one.title, *(line for line in one.body.splitlines() if line)]
    return found


def of_boxes(boxes: Mapping[str, list[str]], *, urgency: int) -> Content:
    """Return the content these boxes make."""
    appendices = [lines for name, lines in boxes.items() if name.startswith("appendix_") and lines]
    return Content(
        subject=" ".join(boxes.get("subject", [])),
        addressees=tuple(boxes.get("addressees", ())),
        grounds=tuple(boxes.get("grounds", ())),
        body="\n".join(boxes.get("body", [])),
        recipients=tuple(boxes.get("recipients", ())),
        archive=" ".join(boxes.get("archive", [])),
        drafter=" ".join(boxes.get("drafter", [])),
        urgency=urgency,
        appendices=tuple(Appendix(lines[0], "\n".join(lines[1:])) for lines in appendices),
    )
