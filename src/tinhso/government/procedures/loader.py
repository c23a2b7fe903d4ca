"""From content/procedures to published versions: idempotent, each package by itself, every fault told."""

from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings

from tinhso.government.procedures.actions import find_published, publish
from tinhso.government.procedures.data import LoadReport, Problem
from tinhso.government.procedures.errors import PackageRefused
from tinhso.government.procedures.package.lint import version_folders
from tinhso.government.procedures.package.reading import Package, read_folder
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)


def load_packages(folder: Path | str, *, actor: Actor = SYSTEM, now: datetime | None = None) -> LoadReport:
    """Publish what is new under `folder`; never raises for a faulty package, whose faults stand in the report.

    A version already published with these bytes is passed over without being read further; one with other bytes is
    refused with the first line that differs. A broken package is refused whole; the others are still published.
    """
    published: list[str] = []
    refused: list[str] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    unchanged = 0
    for place in version_folders(Path(folder)):
        package = read_folder(place)
        known = find_published(package)
        if known is not None and known.digest == package.digest:
            unchanged += 1
            continue
        found = _publish_one(package, actor, now or clock.now())
        problems += found
        if found:
            refused.append(package.place)
        else:
            published.append(package.place)
            warnings += [problem for problem in package.problems if problem.is_warning]
    return LoadReport(tuple(published), unchanged, tuple(refused), tuple(problems), tuple(warnings))


def _publish_one(package: Package, actor: Actor, now: datetime) -> list[Problem]:
    try:
        publish(actor, package=package, now=now)
    except PackageRefused as error:
        return list(error.problems)
    except DomainError as error:
        return [Problem(f"{package.place}/process.bpmn", 1, error.code, error.sentence)]
    return []


def load_configured() -> LoadReport:
    """Load the content folder of this installation; faults are logged and shown by the health check."""
    folder = Path(settings.CONTENT_DIR) / "procedures"
    report = load_packages(folder) if folder.is_dir() else LoadReport()
    for problem in report.problems:
        log.warning("procedures.package_refused", problem=str(problem))
    for problem in report.warnings:
        log.warning("procedures.example_differs", problem=str(problem))
    return report
