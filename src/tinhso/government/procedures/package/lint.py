"""Every fault of a package at once: an official reads file, line and what to do, mends, and runs it again."""

from pathlib import Path

from tinhso.government.procedures.data import Problem
from tinhso.government.procedures.package import (
    lint_basis,
    lint_content,
    lint_examples,
    lint_form,
    lint_process,
    lint_safety,
    lint_schema,
)
from tinhso.government.procedures.package.reading import Package, read_folder

MAX_PROBLEMS = 200


def judge(package: Package) -> list[Problem]:
    """Return every fault of a package, by file and line; what depends on a broken part is judged once it is mended."""
    if not package.documents:
        package.parse()
    lint_schema.check(package)
    lint_safety.check(package)
    if not package.problems:
        lint_form.check(package)
        lint_process.check(package)
        lint_content.check(package)
        lint_basis.check(package)
    if not package.problems:
        lint_examples.check(package)
    return sorted(set(package.problems), key=lambda p: (p.file, p.line, p.code, p.sentence))[:MAX_PROBLEMS]


def lint(folder: Path | str, *, with_calendar: bool = False) -> list[Problem]:
    """Return every fault under `folder`: one version's folder, one procedure's, or content/procedures itself.

    Reads files only; `with_calendar` also asks the calendar (and so the database) for the examples' promises, as the
    loader does. An empty list then means that the loader takes what is there.
    """
    found = []
    for one in version_folders(Path(folder)):
        package = read_folder(one)
        package.with_calendar = with_calendar
        found += judge(package)
    return found


def version_folders(folder: Path) -> list[Path]:
    """Return the version folders in `folder`, itself included when it is one, by code and date."""
    if (folder / "procedure.yaml").exists() or (folder / "form.json").exists():
        return [folder]
    inside = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    return [found for one in inside for found in version_folders(one)]
