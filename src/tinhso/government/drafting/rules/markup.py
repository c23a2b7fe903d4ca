"""What the lines of a draft's body are: articles, clauses, points, headings, tables (NĐ 30/2020/NĐ-CP, Điều 8)."""

import re
from typing import Any, Final

Block = dict[str, Any]

MAX_CELLS: Final = 12
_ARTICLE: Final = re.compile(r"^(Điều\s+\d{1,3}[a-z]?\.)\s*(.*)$")
_CLAUSE: Final = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3}[.)])\s+(.+)$")
_POINT: Final = re.compile(r"^([a-zđ]{1,2}\))\s+(.+)$")
_HEADING: Final = re.compile(r"^(?:Phần|Chương|Mục|Tiểu mục)\s+(?:thứ\s+\w+|[IVXLC]+|\d{1,3})\b.{0,200}$")
_SPAN: Final = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|(?<![*\w])\*(?P<italic>[^*\n]+)\*(?![*\w])")
_RULE: Final = re.compile(r"^\|[\s:|-]+\|?$")


def blocks_of(body: str) -> list[Block]:
    """Return the body's lines as blocks for the printer; empty lines only part paragraphs."""
    found: list[Block] = []
    after_heading = False
    for line in body.splitlines():
        text = line.strip()
        if not text:
            continue
        if text.startswith("|"):
            _add_row(found, text)
            after_heading = False
            continue
        block = _block(text, after_heading=after_heading)
        after_heading = block["style"] == "heading"
        found.append(block)
    return [_squared(one) for one in found]


def paragraphs_of(body: str) -> list[str]:
    """Return the lines that hold words, in order: what remarks are anchored to and comparisons walk along."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def runs_of(text: str) -> list[Block]:
    """Return a line cut where bold and italic begin and end."""
    found: list[Block] = []
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            found.append({"text": text[at : match.start()]})
        bold = match["bold"]
        found.append({"text": bold, "bold": True} if bold else {"text": match["italic"], "italic": True})
        at = match.end()
    if at < len(text):
        found.append({"text": text[at:]})
    return found


def _block(text: str, *, after_heading: bool) -> Block:
    if text.startswith("#"):
        return _heading(text.lstrip("#").strip() or "…")
    if _HEADING.match(text) or (after_heading and _is_capitals(text)):
        return _heading(text)
    for style, pattern in (("article", _ARTICLE), ("clause", _CLAUSE), ("point", _POINT)):
        match = pattern.match(text)
        if match:
            return {"style": style, "label": match[1], "runs": runs_of(match[2])}
    return {"style": "text", "runs": runs_of(text)}


def _heading(text: str) -> Block:
    return {"style": "heading", "runs": runs_of(text)}


def _is_capitals(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and text == text.upper()


def _add_row(found: list[Block], text: str) -> None:
    if _RULE.match(text):
        return
    cells = [cell.strip() for cell in text.strip("|").split("|")]
    if len(cells) > MAX_CELLS:
        cells = [*cells[: MAX_CELLS - 1], " ".join(cells[MAX_CELLS - 1 :])]
    if found and found[-1]["style"] == "table":
        found[-1]["rows"].append(cells)
    else:
        found.append({"style": "table", "header": cells, "rows": []})


def _squared(block: Block) -> Block:
    """Return a table whose rows all have as many cells as its widest: none is left out of what is printed."""
    if block["style"] != "table":
        return block
    width = max(len(row) for row in (block["header"], *block["rows"]))
    header, *rows = [row + [""] * (width - len(row)) for row in (block["header"], *block["rows"])]
    return {**block, "header": header, "rows": rows}
