"""Decides what follows from what inspectors find, by content/safety/policy.yaml."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import structlog
import yaml
from django.conf import settings

from tinhso.foundation.files.adapters.clamd import ClamdInspector
from tinhso.foundation.files.adapters.pdf_objects import PdfInspector
from tinhso.foundation.files.adapters.yara import YaraInspector, rule_files
from tinhso.foundation.files.data import Finding, MediaType
from tinhso.foundation.files.errors import UnsafeFile
from tinhso.foundation.files.ports import Inspector, InspectorDown

log = structlog.get_logger(__name__)

CODE: Final = "1"
"""Raise it when an inspector written in Python learns something: then every kept file is looked at again."""
ANTIVIRUS: Final = "+av"


class Act(StrEnum):
    """What follows."""

    KEEP = "keep"
    NEUTRALISE = "neutralise"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file, what follows, and by which rules (`with_`; without `+av` while clamd is down).

    `engines` are those that looked: one that is down or not installed clears nobody of what it once found.
    """

    findings: tuple[Finding, ...]
    act: Act
    with_: str
    engines: frozenset[str] = frozenset()

    def clears(self, found: Iterable[Mapping[str, str]]) -> bool:
        """Tell whether it may let go of content held for what was `found`, as kept.

        Only when nothing dangerous is there now, every rule in force was tried, and each engine that found something
        then has looked again.
        """
        if self.act is Act.REFUSE or self.with_ != rules_version():
            return False
        return {str(one["engine"]) for one in found} <= self.engines


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the policy."""

    act: Act
    title: str
    sentence: str


def examine(path: Path, media_type: MediaType) -> Examined:
    """Hold a file on disk against every inspector; the gravest act any finding asks for is what follows.

    A rule the policy does not name refuses: new rules are strict until somebody has written what to say.
    """
    return _examine(path, media_type, inspectors(), rules_version())


def examine_made(path: Path, media_type: MediaType) -> Examined:
    """Hold what the house itself made against the inspectors inside this process alone: nothing is waited for.

    The antivirus looks at it afterwards, with `rescan`, as at everything kept without it.
    """
    return _examine(path, media_type, _own_inspectors(), _own_version())


def _examine(path: Path, media_type: MediaType, inspectors: Iterable[Inspector], used: str) -> Examined:
    findings: list[Finding] = []
    looked: set[str] = set()
    for inspector in inspectors:
        try:
            findings += inspector.inspect(path, media_type)
            looked.add(inspector.name)
        except InspectorDown as down:
            log.warning("files.inspector_down", inspector=inspector.name, said=str(down))
            used = used.removesuffix(ANTIVIRUS)
    return Examined(tuple(findings), _gravest(findings), used, frozenset(looked))


def inspectors() -> tuple[Inspector, ...]:
    """Return the inspectors of this installation; clamd only when the setting TINHSO_CLAMD names one."""
    own = _own_inspectors()
    return (*own, ClamdInspector(settings.CLAMD)) if settings.CLAMD else own


def _own_inspectors() -> tuple[Inspector, ...]:
    return (YaraInspector(), PdfInspector())


def _gravest(findings: Iterable[Finding]) -> Act:
    acts = {rule_of(finding.rule).act for finding in findings}
    return next((act for act in (Act.REFUSE, Act.NEUTRALISE) if act in acts), Act.KEEP)


def rules_version() -> str:
    """Return the name of the rules in force: it changes with any rule, with the policy, and with clamd's being set."""
    return _own_version() + (ANTIVIRUS if settings.CLAMD else "")


@cache
def _own_version() -> str:
    texts = [file.read_bytes() for file in [*rule_files(), _policy_file()]]
    return hashlib.sha256(b"\0".join([CODE.encode(), *texts])).hexdigest()[:12]


def _policy_file() -> Path:
    return Path(settings.CONTENT_DIR) / "safety" / "policy.yaml"


@lru_cache(maxsize=1)
def policy() -> Mapping[str, Rule]:
    """Return every rule of the policy by its name."""
    raw: Mapping[str, Any] = yaml.safe_load(_policy_file().read_text(encoding="utf-8"))["rules"]
    return {name: Rule(Act(one["act"]), one["title"], one["sentence"]) for name, one in raw.items()}


def rule_of(name: str) -> Rule:
    """Return a rule; one the policy does not know refuses with the general sentence."""
    return policy().get(name) or Rule(Act.REFUSE, name, UnsafeFile.sentence)


def refusal(findings: Iterable[Finding]) -> UnsafeFile:
    """Return the refusal with the sentence of the gravest finding."""
    rules = [rule_of(finding.rule) for finding in findings]
    grave = [rule for rule in rules if rule.act is Act.REFUSE] or rules
    return UnsafeFile(grave[0].sentence, rules=[finding.rule for finding in findings])


def as_rows(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as they are kept."""
    return [{"rule": one.rule, "engine": one.engine, "detail": one.detail[:100]} for one in findings]


def titles(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the titles of kept findings."""
    return tuple(dict.fromkeys(rule_of(row["rule"]).title for row in rows))
