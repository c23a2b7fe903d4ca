"""Trying a working copy: its form for phone and counter, its examples one by one, its print templates on paper."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tinhso.foundation.forms.public import Form, FormProblem, compile_form, form_problems
from tinhso.foundation.prints import public as prints
from tinhso.government.procedures.data import Problem
from tinhso.government.procedures.package import lint_safety
from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.package.reading import EXAMPLES, FORM, PROCEDURE, Package
from tinhso.government.procedures.printing import press_source
from tinhso.government.procedures.workshop.packages import content

_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """One example: what it expects, and what came out otherwise."""

    name: str
    channel: str
    expects: str
    faults: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether it came out as it says."""
        return not any(not fault.is_warning for fault in self.faults)


def try_form(text: str) -> tuple[Form | None, list[FormProblem]]:
    """Return the form of a text, or what keeps it from being shown, with the safety of its patterns looked at."""
    package = Package("", "", "", {FORM: text})
    package.parse()
    line = {p.code: p for p in package.problems if p.file.endswith(FORM)}
    raw = package.value(FORM)
    if raw is None:
        return None, [FormProblem("", one.code, f"Dòng {one.line}: {one.sentence}") for one in line.values()]
    problems = list(form_problems(raw))
    package.problems.clear()
    lint_safety.check(package)
    problems += [FormProblem("", one.code, f"Dòng {one.line}: {one.sentence}") for one in package.problems]
    return (None, problems) if problems else (compile_form(raw), [])


def run_examples(package: Package) -> tuple[list[ExampleRun], list[Problem]]:
    """Return each example with its faults, and the faults that keep them from running at all."""
    package.with_calendar = True
    problems = judge(package)
    elsewhere = [problem for problem in problems if not problem.file.endswith(EXAMPLES)]
    rows = package.value(EXAMPLES)
    runs = []
    for example in rows if isinstance(rows, list) else ():
        if not isinstance(example, dict):
            continue
        name = str(example.get("name", ""))
        mine = tuple(one for one in problems if name and f"“{name}”" in one.sentence)
        expect = example.get("expect")
        runs.append(ExampleRun(name, str(example.get("channel", "online")), _expects(expect), mine))
    loose = [one for one in problems if one.file.endswith(EXAMPLES) and not any(one in run.faults for run in runs)]
    return runs, elsewhere + loose


def _expects(expect: Any) -> str:
    if not isinstance(expect, Mapping):
        return ""
    said = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in expect.items())
    return _DAY.sub(r"\3/\2/\1", said)[:400]


def templates_of(package: Package) -> list[str]:
    """Return the print templates a package names or brings, in order."""
    raw = package.value(PROCEDURE)
    named: list[str] = []
    if isinstance(raw, dict):
        papers, results = raw.get("prints"), raw.get("results")
        named += [str(papers.get("application", ""))] if isinstance(papers, dict) else []
        named += (
            [str(one.get("template", "")) for one in results if isinstance(one, dict)]
            if isinstance(results, list)
            else []
        )
    return list(dict.fromkeys(name for name in [*named, *package.own_prints] if name))


def source_of(package: Package, template: str) -> str:
    """Return the source of a template: the one under trial, else the installed one, else nothing."""
    if template in package.own_prints:
        return package.own_prints[template]
    known = package.prints or frozenset()
    if template not in known:
        return ""
    return (content() / "prints" / f"{template}.typ").read_text(encoding="utf-8")


def try_print(template: str, source: str) -> tuple[bytes, str, int]:
    """Return (PDF, "", 0) of a source filled with the template's worked example, or (b"", what is wrong, line).

    Pressed in a process and a folder of its own (see `press`); a template without a contract has no data to show.
    """
    for line, sentence in lint_safety.source_faults(source):
        return b"", sentence, line
    return press_source(source, _order(template))


def print_faults(package: Package) -> list[Problem]:
    """Return what keeps a package's own templates from printing their worked examples: asked once, before an offer."""
    problems = []
    for name, source in package.own_prints.items():
        pdf, fault, line = try_print(name, source)
        if not pdf:
            place = f"{package.place}/prints/{name}.typ"
            problems.append(Problem(place, line or 1, "print_fails", f"Mẫu in “{name}” chưa in được: {fault}"))
    return problems


def _order(template: str) -> prints.Order:
    try:
        return prints.prepare(template, prints.get_example(template))
    except (prints.UnknownTemplate, FileNotFoundError):
        return prints.Order({"data": "{}", "qr": ""}, 0)
