"""How two versions differ, word by word, and what two people's changes to the same version make together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Mark = Literal["same", "new", "gone"]
MAX_TOKENS: Final = 4000
_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both have, only the newer has, or only the older had."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison: changed, or the same in both."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything in it differs."""
        return any(piece.mark != "same" for piece in self.pieces)


def compare_lines(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Return the lines of both in order; a line that was changed shows which words came and went."""
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line((Piece("same", line),)) for line in old[i1:i2]]
            continue
        paired = min(i2 - i1, j2 - j1)
        found += [Line(compare_words(old[i1 + n], new[j1 + n])) for n in range(paired)]
        found += [Line((Piece("gone", line),)) for line in old[i1 + paired : i2]]
        found += [Line((Piece("new", line),)) for line in new[j1 + paired : j2]]
    return found


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return how one line became another. Lines of more than 4,000 words and marks are shown whole, old then new."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) > MAX_TOKENS or len(after) > MAX_TOKENS:
        return (Piece("gone", old), Piece("new", new))
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("gone", "".join(before[i1:i2])))
        if j2 > j1:
            found.append(Piece("new", "".join(after[j1:j2])))
    return tuple(found)


def compare(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> dict[str, list[Line]]:
    """Return the comparison of each box that either has, in the order of the paper."""
    names = list(dict.fromkeys([*old, *new]))
    return {name: compare_lines(old.get(name, []), new.get(name, [])) for name in names}


@dataclass(frozen=True, slots=True)
class Merged:
    """What two changes of one text make together; `clashes` counts places where both changed the same lines.

    At such a place the lines of both stand, those of the first before those of the second: a person takes out what is
    not wanted. No line that either has is missing, unless the other took it out and it was as before.
    """

    lines: list[str]
    clashes: int


def merge_lines(base: Sequence[str], first: Sequence[str], second: Sequence[str]) -> Merged:
    """Return both changes of `base` in one (three-way merge by lines, as `diff3` does it)."""
    stable = _common(base, first, second)
    lines: list[str] = []
    clashes = b = f = s = 0
    for bn, fn, sn in [*stable, (len(base), len(first), len(second))]:
        part, clashed = _between(base[b:bn], first[f:fn], second[s:sn])
        lines += part
        clashes += clashed
        if bn < len(base):
            lines.append(base[bn])
        b, f, s = bn + 1, fn + 1, sn + 1
    return Merged(lines, clashes)


def _common(base: Sequence[str], first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the places of lines that all three have, in order."""
    in_first, in_second = _matches(base, first), _matches(base, second)
    return [(place, in_first[place], in_second[place]) for place in sorted(in_first.keys() & in_second.keys())]


def _matches(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {one.a + n: one.b + n for one in blocks for n in range(one.size)}


def _between(base: Sequence[str], first: Sequence[str], second: Sequence[str]) -> tuple[list[str], int]:
    if list(first) == list(second) or list(second) == list(base):
        return list(first), 0
    if list(first) == list(base):
        return list(second), 0
    return [*first, *(line for line in second if line not in first)], 1
