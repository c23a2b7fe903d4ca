"""YAML and JSON read with the line of every value, so that a fault can be shown where it stands.

Lines are kept under JSON pointers: {"/steps/0/role": 81}. A key given twice is a fault, not the last one wins.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

scanstring: Callable[[str, int], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined] # its own C

MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 32


class NotReadable(ValueError):
    """A file that cannot be read at all; `line` tells where, the message what to do."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(slots=True)
class Marked:
    """A document, the line of each value by its pointer, and keys that were given twice as (line, key)."""

    value: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    twice: list[tuple[int, str]] = field(default_factory=list)

    def line(self, pointer: str) -> int:
        """Return the line of a value, or of the nearest value around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def read_yaml(text: str) -> Marked:
    """Return a YAML document. Dates stay text. Raises NotReadable for anything that is not plain data."""
    marked = Marked()
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        marked.value = _YamlReader(marked).value(node, "", 0) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise NotReadable(line, f"Không đọc được YAML: {error.problem or error.context}. Kiểm tra thụt dòng.") from None
    except yaml.YAMLError:
        raise NotReadable(1, "Không đọc được YAML. Kiểm tra tệp có đúng bảng mã UTF-8.") from None
    return marked


class _YamlReader:
    """Turns YAML nodes into plain data, counting them: an alias inside an alias cannot blow up."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.count = 0

    def value(self, node: yaml.Node, pointer: str, depth: int) -> Any:
        line = node.start_mark.line + 1
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise NotReadable(line, "Tệp quá lớn hoặc lồng quá sâu.")
        self.marked.lines.setdefault(pointer, line)
        if not isinstance(node, yaml.ScalarNode) and node.tag not in _COLLECTIONS:
            raise NotReadable(line, f"Không dùng được nhãn {node.tag}. Chỉ viết chữ, số, true, false.")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, pointer, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, f"{pointer}/{place}", depth + 1) for place, one in enumerate(node.value)]
        return _scalar(node, line)

    def mapping(self, node: yaml.MappingNode, pointer: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                self.marked.twice.append((key_node.start_mark.line + 1, key))
            self.marked.lines[f"{pointer}/{key}"] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, f"{pointer}/{key}", depth + 1)
        return found


_COLLECTIONS: Final = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_SCALARS: Final[dict[str, Callable[[str], Any]]] = {
    "tag:yaml.org,2002:null": lambda _text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in {"true", "yes", "on"},
    "tag:yaml.org,2002:int": lambda text: int(text.replace("_", ""), 0) if not text.startswith("0") else int(text),
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:timestamp": str,
}


def _scalar(node: yaml.Node, line: int) -> Any:
    make = _SCALARS.get(node.tag)
    if make is None:
        raise NotReadable(line, f"Không dùng được nhãn {node.tag}. Chỉ viết chữ, số, true, false.")
    try:
        return make(node.value)
    except ValueError:
        return node.value


_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS: Final = {"true": True, "false": False, "null": None}


def read_json(text: str) -> Marked:
    """Return a JSON document (RFC 8259). Raises NotReadable with the line of the first fault."""
    marked = Marked()
    reader = _JsonReader(text, marked)
    try:
        end = reader.value(reader.skip(0), "", 0)
    except json.JSONDecodeError as error:
        raise NotReadable(error.lineno, "Chuỗi JSON viết chưa đúng. Kiểm tra dấu ngoặc kép và dấu “\\”.") from None
    if reader.skip(end) != len(text):
        raise reader.fault(end, "Thừa nội dung sau phần cuối của JSON.")
    return marked


class _JsonReader:
    """A small recursive reader; `value` writes what it reads into `marked` at the pointer and returns the end."""

    def __init__(self, text: str, marked: Marked) -> None:
        self.text = text
        self.marked = marked
        self.last: Any = None
        self.breaks = [place for place, letter in enumerate(text) if letter == "\n"]

    def line(self, at: int) -> int:
        from bisect import bisect_left

        return bisect_left(self.breaks, at) + 1

    def fault(self, at: int, sentence: str) -> NotReadable:
        return NotReadable(self.line(at), sentence)

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int, pointer: str, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise self.fault(at, "JSON lồng quá sâu.")
        self.marked.lines.setdefault(pointer, self.line(at))
        letter = self.text[at : at + 1]
        if letter == "{":
            end = self.members(at + 1, pointer, depth)
        elif letter == "[":
            end = self.elements(at + 1, pointer, depth)
        else:
            end = self.simple(at, letter)
        if not pointer:
            self.marked.value = self.last
        return end

    def simple(self, at: int, letter: str) -> int:
        if letter == '"':
            self.last, end = scanstring(self.text, at + 1)
            return int(end)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, at):
                self.last = meaning
                return at + len(word)
        match = _NUMBER.match(self.text, at)
        if not match:
            raise self.fault(at, "Thiếu giá trị, hoặc thừa dấu phẩy ở trước.")
        written = match.group()
        self.last = int(written) if written.lstrip("-").isdigit() else float(written)
        return match.end()

    def members(self, at: int, pointer: str, depth: int) -> int:
        found: dict[str, Any] = {}
        at = self.skip(at)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise self.fault(at, "Thiếu tên mục trong ngoặc kép, hoặc thừa dấu phẩy.")
            key, end = scanstring(self.text, at + 1)
            if key in found:
                self.marked.twice.append((self.line(at), key))
            self.marked.lines[f"{pointer}/{key}"] = self.line(at)
            at = self.skip(end)
            if self.text[at : at + 1] != ":":
                raise self.fault(at, f"Thiếu dấu hai chấm sau “{key}”.")
            at = self.value(self.skip(at + 1), f"{pointer}/{key}", depth + 1)
            found[key] = self.last
            at = self.next(at, "}")
        self.last = found
        return at + 1

    def elements(self, at: int, pointer: str, depth: int) -> int:
        found: list[Any] = []
        at = self.skip(at)
        while self.text[at : at + 1] != "]":
            at = self.value(at, f"{pointer}/{len(found)}", depth + 1)
            found.append(self.last)
            at = self.next(at, "]")
        self.last = found
        return at + 1

    def next(self, at: int, closing: str) -> int:
        """Step over the comma, if one stands here; refuse what is neither comma nor end, and a comma before the end."""
        at = self.skip(at)
        letter = self.text[at : at + 1]
        if letter == closing:
            return at
        if letter != ",":
            raise self.fault(at, f"Thiếu dấu phẩy hoặc dấu “{closing}”.")
        at = self.skip(at + 1)
        if self.text[at : at + 1] == closing:
            raise self.fault(at, "Thừa dấu phẩy ở trước dấu đóng ngoặc.")
        return at
