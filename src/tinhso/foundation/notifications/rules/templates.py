"""Templates of notices: read from YAML with every fault named by file and line, filled with plain `$name` substitution.

Only the names in CONTEXT may stand in a text. Each tells of a matter, never of a person, so that a letter read by a
stranger gives nothing away (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): adding a name here is a decision, not a habit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Template
from typing import Final
from uuid import UUID

import yaml

from tinhso.foundation.notifications.data import Group, Language
from tinhso.kernel.text import clean_line, nfc
from tinhso.ui import format as fmt

CONTEXT: Final = frozenset({"code", "procedure", "unit", "promised_at", "due_at", "at"})
LINK_NAMES: Final = frozenset({"subject_id", "token"})
TITLE_NAMES: Final = CONTEXT - {"procedure", "unit"}
"""A title alone is what SMS, Zalo and push carry: what somebody wants of whom stays out of it, and it stays short."""
SHORT_NAMES: Final = frozenset({"title", "link"})
FRAME_NAMES: Final = frozenset({"text", "link", "site"})
TEXTS: Final = ("title", "body", "email_subject", "email_text")
MAX_VALUE: Final = 500
MAX_TEXT: Final = 2000

Value = str | int | date | datetime | None


class BadTemplate(ValueError):
    """A template file that cannot be used; the message begins with file and line."""


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """The words of one kind of notice: by language, then by text name (TEXTS)."""

    name: str
    group: Group
    link: str
    texts: Mapping[Language, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Written:
    """A notice filled in for one language."""

    title: str
    body: str
    email_subject: str
    email_text: str


def read_short(path: Path) -> Mapping[Language, str]:
    """Return the sentence around a title on a telephone, by language. Raises BadTemplate."""
    top = _mapping(_root(path), path)
    _only(top, {"vi", "en"}, path)
    return {lang: _checked(top[lang.value], path, SHORT_NAMES, lines=False) for lang in Language}


def words_of(values: Mapping[str, Value], language: Language) -> dict[str, str]:
    """Return the values as they are written in one language, empty ones left out: what a gateway's template takes."""
    words = {name: _words(name, value, language) for name, value in values.items()}
    return {name: said for name, said in words.items() if said}


def read_template(path: Path) -> NoticeTemplate:
    """Return the template in a file; its name is the file's. Raises BadTemplate."""
    top = _mapping(_root(path), path)
    _only(top, {"group", "link", "vi", "en"}, path)
    group = _scalar(top["group"], path)
    if group not in set(Group):
        raise _bad(path, top["group"], f"group must be one of {', '.join(Group)}")
    link = _checked(top["link"], path, LINK_NAMES, lines=False)
    if not link.startswith("/") or link.startswith("//") or len(link) > 250:
        raise _bad(path, top["link"], "link must be a path of this site, beginning with one /")
    return NoticeTemplate(path.stem, Group(group), link, {lang: _texts(top[lang.value], path) for lang in Language})


def read_frame(path: Path) -> Mapping[Language, str]:
    """Return what stands around every letter, by language. Raises BadTemplate."""
    top = _mapping(_root(path), path)
    _only(top, {"vi", "en"}, path)
    frame = {lang: _checked(top[lang.value], path, FRAME_NAMES, lines=True) for lang in Language}
    for lang, text in frame.items():
        if not {"text", "link"} <= set(Template(text).get_identifiers()):
            raise _bad(path, top[lang.value], "a letter's frame needs $text and $link")
    return frame


def write(template: NoticeTemplate, language: Language, values: Mapping[str, Value]) -> Written:
    """Fill in the texts of one language. Moments and days are written as that language writes them.

    Raises ValueError when a name that a text uses is missing or empty, when a name is not in CONTEXT, and when a value
    is longer than 500 characters: these are faults of the caller, not of the reader.
    """
    unknown = set(values) - CONTEXT
    if unknown:
        raise ValueError(f"notice {template.name}: names not in the list: {', '.join(sorted(unknown))}")
    words = {name: _words(name, value, language) for name, value in values.items()}
    texts = template.texts[language]
    return Written(*(_fill(template.name, texts[text], words) for text in TEXTS))


def link_of(template: NoticeTemplate, subject_id: UUID | None, token: str = "") -> str:
    """Return the path to open. Raises ValueError when the template needs a subject or token and there is none."""
    return _fill(template.name, template.link, {"subject_id": str(subject_id or ""), "token": token})


def _words(name: str, value: Value, language: Language) -> str:
    english = language is Language.EN
    if isinstance(value, datetime):
        return fmt.moment_en(value) if english else fmt.moment_vi(value)
    if isinstance(value, date):
        return fmt.date_en(value) if english else fmt.date_vi(value)
    words = "" if value is None else clean_line(str(value))
    if len(words) > MAX_VALUE:
        raise ValueError(f"value of {name} is longer than {MAX_VALUE} characters")
    return words


def _fill(name: str, text: str, words: Mapping[str, str]) -> str:
    template = Template(text)
    missing = [used for used in template.get_identifiers() if not words.get(used)]
    if missing:
        raise ValueError(f"notice {name} needs a value for {', '.join(missing)}")
    return template.substitute(words)


def _texts(node: yaml.Node, path: Path) -> Mapping[str, str]:
    found = _mapping(node, path)
    _only(found, set(TEXTS), path)
    names = {"title": TITLE_NAMES}
    return {
        text: _checked(found[text], path, names.get(text, CONTEXT), lines=text in {"body", "email_text"})
        for text in TEXTS
    }


def _root(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadTemplate(f"{path.name}:{line}: {error.problem}") from error
    if node is None:
        raise BadTemplate(f"{path.name}:1: the file is empty")
    return node


def _mapping(node: yaml.Node, path: Path) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _bad(path, node, "names and values are expected here")
    found: dict[str, yaml.Node] = {"": node}
    for key, value in node.value:
        name = _scalar(key, path)
        if name in found:
            raise _bad(path, key, f"{name} stands here twice")
        found[name] = value
    return found


def _only(found: dict[str, yaml.Node], wanted: set[str], path: Path) -> None:
    """Take out the marker of the mapping itself; refuse names too many and names missing."""
    whole = found.pop("")
    for name, node in found.items():
        if name not in wanted:
            raise _bad(path, node, f"{name} is not known here; known are {', '.join(sorted(wanted))}")
    missing = wanted - set(found)
    if missing:
        raise _bad(path, whole, f"missing: {', '.join(sorted(missing))}")


def _scalar(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _bad(path, node, "a text is expected here")
    return str(node.value).strip()


def _checked(node: yaml.Node, path: Path, allowed: frozenset[str], *, lines: bool) -> str:
    """Return a text whose every `$name` is allowed; name the line of one that is not."""
    text = _scalar(node, path)
    if text != nfc(text) or len(text) > MAX_TEXT or (not lines and "\n" in text):
        raise _bad(path, node, f"a text is composed Unicode (NFC), at most {MAX_TEXT} characters, one line in a title")
    offset = 1 if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"} else 0
    for number, line in enumerate(text.splitlines()):
        template = Template(line)
        if not template.is_valid():
            raise _bad(path, node, "a $ stands alone; write $$ for the sign itself", below=offset + number)
        for name in template.get_identifiers():
            if name not in allowed:
                known = ", ".join(f"${known}" for known in sorted(allowed))
                raise _bad(path, node, f"${name} is not known here; known are {known}", below=offset + number)
    return text


def _bad(path: Path, node: yaml.Node, what: str, *, below: int = 0) -> BadTemplate:
    return BadTemplate(f"{path.name}:{node.start_mark.line + 1 + below}: {what}")
