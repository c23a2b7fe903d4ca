"""Writes: a version of a procedure is published, once and for all."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.workflow import public as workflow
from tinhso.government.procedures.data import Problem
from tinhso.government.procedures.errors import PackageRefused
from tinhso.government.procedures.events import ProcedurePublished
from tinhso.government.procedures.models import Procedure, PublishedVersion
from tinhso.government.procedures.package.lint import judge
from tinhso.government.procedures.package.reading import FORM, PROCEDURE, PROCESS, PUBLISHED, Package
from tinhso.government.procedures.rules.words import keyword_key, search_text
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import fold, sort_key

_ONE_LOADER = 0x7474_6863


@transaction.atomic
def publish(actor: Actor, *, package: Package, now: datetime) -> UUID | None:
    """Publish one version of a procedure; return its id, None when exactly these bytes are published already.

    Raises PackageRefused with every fault by file and line: faults of the package itself, or a published version whose
    files differ now. An example whose promise this calendar reckons otherwise is a warning, no refusal: a province may
    keep other hours. One loader works at a time. A published version never changes (the table's trigger sees to it).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LOADER])
    known = find_published(package)
    if known is not None:
        if known.digest == package.digest:
            return None
        raise PackageRefused([_changed(package, known)])
    package.with_calendar = True
    problems = [problem for problem in judge(package) if not problem.is_warning]
    if problems:
        raise PackageRefused(problems)
    version = _write(package, now)
    workflow.register(f"{package.code}/{package.version}", package.texts[PROCESS].encode())
    audit.record(
        actor,
        verb="procedures.published",
        subject_kind="procedure_version",
        subject_id=version.id,
        detail={"code": package.code, "version": package.version, "digest": version.digest},
    )
    announce(ProcedurePublished(version.id, package.code, version.valid_from), actor=actor)
    return version.id


def find_published(package: Package) -> PublishedVersion | None:
    """Return the published version of this code and day, if there is one."""
    try:
        valid_from = date.fromisoformat(package.version)
    except ValueError:
        return None
    return PublishedVersion.objects.filter(procedure__code=package.code, valid_from=valid_from).first()


def _changed(package: Package, known: PublishedVersion) -> Problem:
    """Tell the first line that is no longer what was published."""
    for name in PUBLISHED:
        old, new = known.sources.get(name, "").splitlines(), package.texts.get(name, "").splitlines()
        if old == new:
            continue
        line = next((place for place, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), None)
        return Problem(
            f"{package.place}/{name}",
            line or min(len(old), len(new)) + 1,
            "published_changed",
            f"Phiên bản {package.version} đã ban hành, không sửa được. Khôi phục tệp cũ; nội dung mới thì tạo thư mục"
            f" phiên bản mới, ví dụ {package.code}/<ngày hiệu lực mới>.",
        )
    return Problem(
        f"{package.place}/{PROCEDURE}", 1, "published_changed", "Dấu xuống dòng khác bản đã ban hành. Khôi phục tệp cũ."
    )


def _write(package: Package, now: datetime) -> PublishedVersion:
    raw = package.value(PROCEDURE)
    procedure, _made = Procedure.objects.get_or_create(code=raw["code"])
    return PublishedVersion.objects.create(
        procedure=procedure,
        valid_from=date.fromisoformat(raw["version"]),
        valid_to=date.fromisoformat(raw["valid_to"]) if raw.get("valid_to") else None,
        digest=package.digest,
        package=raw,
        form=package.value(FORM),
        bpmn=package.texts[PROCESS],
        sources={name: package.texts[name] for name in PUBLISHED},
        name=raw["name"],
        slug=raw["slug"],
        short_code=raw["short_code"],
        name_key=fold(raw["name"]),
        sort_key=sort_key(raw["name"]),
        keyword_key=keyword_key(raw),
        search_text=search_text(raw),
        life_event=raw["life_event"],
        field_code=raw["field"]["code"],
        level=raw["level"],
        department=raw.get("department") or "",
        online_level=raw["online_level"],
        audience=raw["audience"],
        decision=raw["decision"] or {},
        prints=dict(package.own_prints),
        published_at=now,
    )
