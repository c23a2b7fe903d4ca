"""Writes of the workshop. Two people stand behind each publication: who wrote never publishes."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.procedures.access import EDIT, PUBLISH, access_copy, require
from tinhso.government.procedures.actions import publish
from tinhso.government.procedures.data import CopyState
from tinhso.government.procedures.errors import (
    CopyChanged,
    CopyClosed,
    NotOfferedYet,
    OwnWork,
    PackageRefused,
    PastDay,
    ProcedureNotFound,
)
from tinhso.government.procedures.events import ProcedureRetired
from tinhso.government.procedures.models import PublishedVersion, WorkingCopy
from tinhso.government.procedures.package.archive import ArchiveRefused, read_archive
from tinhso.government.procedures.package.reading import FILES, MAX_FILE, MAX_PRINTS, PROCEDURE
from tinhso.government.procedures.queries import forget_versions
from tinhso.government.procedures.workshop.packages import faults, make_package, package_of, package_of_version
from tinhso.government.procedures.workshop.trying import print_faults
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line, nfc

CODE: Final = re.compile(r"[1-3]\.\d{6}(\.[A-Z0-9.]{1,28})?", re.ASCII)
TEMPLATE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_VERSION_LINE: Final = re.compile(r"^version:.*$", re.MULTILINE)


@transaction.atomic
def start_from_version(actor: Actor, *, version_id: UUID, now: datetime) -> UUID:
    """Make a working copy of a published version, word for word. Raises ProcedureNotFound."""
    require(actor, EDIT)
    version = PublishedVersion.objects.select_related("procedure").filter(id=version_id).first()
    if version is None:
        raise ProcedureNotFound
    package = package_of_version(version)
    return _start(actor, version.procedure.code, package.texts, package.own_prints, now, version)


@transaction.atomic
def start_from_archive(actor: Actor, *, data: bytes, now: datetime) -> UUID:
    """Make a working copy of an imported zip (at most 2 MB). Faults inside its files are told later, by lint.

    Raises ArchiveRefused when it is no safe zip of a package or its procedure.yaml gives no code of a procedure.
    """
    require(actor, EDIT)
    archive = read_archive(data)
    raw = make_package("", dict(archive.texts), {}).value(PROCEDURE)
    code = str(raw.get("code", "")) if isinstance(raw, dict) else ""
    if not CODE.fullmatch(code):
        raise ArchiveRefused("Trong procedure.yaml, “code” phải là mã thủ tục như 1.004873. Sửa rồi nén lại.")
    newest = PublishedVersion.objects.filter(procedure__code=code).order_by("-valid_from").first()
    return _start(actor, code, archive.texts, archive.prints, now, newest)


def _start(
    actor: Actor,
    code: str,
    texts: Mapping[str, str],
    prints: Mapping[str, str],
    now: datetime,
    based_on: PublishedVersion | None,
) -> UUID:
    copy = WorkingCopy.objects.create(
        code=code,
        title=_title(code, texts),
        based_on=based_on,
        texts={name: texts.get(name, "") for name in FILES},
        prints=dict(prints),
        editors=[actor.account_id] if actor.account_id else [],
        made_by=actor.name,
        changed_by=actor.name,
        made_at=now,
        changed_at=now,
    )
    _record(actor, "procedures.copy_started", copy)
    return copy.id


@transaction.atomic
def save_files(actor: Actor, *, copy_id: UUID, revision: int, files: Mapping[str, str], now: datetime) -> int:
    """Write files of a working copy (names of FILES; line ends and marks made plain); return the new revision.

    Any text is kept, also a faulty one: lint tells what to mend. Raises CopyClosed, and CopyChanged when somebody wrote
    since `revision`.
    """
    copy = _writable(actor, copy_id, revision)
    for name, text in files.items():
        if name not in FILES or len(text.encode()) > MAX_FILE:
            raise ArchiveRefused("Tệp lớn hơn 1 MB hoặc không thuộc gói thủ tục. Rút gọn nội dung.")
        copy.texts[name] = plain(text)
    copy.title = _title(copy.code, copy.texts)
    return _keep(actor, copy, now)


@transaction.atomic
def save_print(actor: Actor, *, copy_id: UUID, revision: int, template: str, source: str, now: datetime) -> int:
    """Keep the source of a print template under trial; an empty one takes it out. Return the new revision."""
    copy = _writable(actor, copy_id, revision)
    if not TEMPLATE.fullmatch(template) or len(source.encode()) > MAX_FILE:
        raise ArchiveRefused("Tên mẫu in chỉ gồm a–z, 0–9 và _; nội dung không quá 1 MB.")
    copy.prints.pop(template, None)
    if source.strip():
        if len(copy.prints) >= MAX_PRINTS:
            raise ArchiveRefused("Một bản thảo có không quá 10 mẫu in. Bỏ mẫu không dùng.")
        copy.prints[template] = plain(source)
    return _keep(actor, copy, now)


@transaction.atomic
def offer(actor: Actor, *, copy_id: UUID, now: datetime) -> None:
    """Offer a working copy for publication. Raises PackageRefused with every fault, CopyClosed when not open."""
    copy = access_copy(actor, copy_id=copy_id, ability=EDIT, lock=True)
    if copy.state != CopyState.OPEN:
        raise CopyClosed
    _refuse_faults(copy)
    _turn(actor, copy, CopyState.OFFERED, "procedures.copy_offered", now)


@transaction.atomic
def send_back(actor: Actor, *, copy_id: UUID, remark: str, now: datetime) -> None:
    """Give an offered working copy back to its writers with a remark. Raises NotOfferedYet."""
    copy = access_copy(actor, copy_id=copy_id, ability=PUBLISH, lock=True)
    if copy.state != CopyState.OFFERED:
        raise NotOfferedYet
    copy.remark = clean_line(remark)[:500]
    _turn(actor, copy, CopyState.OPEN, "procedures.copy_sent_back", now)


@transaction.atomic
def drop(actor: Actor, *, copy_id: UUID, now: datetime) -> None:
    """Give a working copy up; it stays on record. Raises CopyClosed when it is published or was given up before."""
    copy = access_copy(actor, copy_id=copy_id, ability=EDIT, lock=True)
    if copy.state not in (CopyState.OPEN, CopyState.OFFERED):
        raise CopyClosed
    _turn(actor, copy, CopyState.DROPPED, "procedures.copy_dropped", now)


@transaction.atomic
def publish_copy(actor: Actor, *, copy_id: UUID, on: date, now: datetime) -> UUID:
    """Publish an offered working copy from a day, today at the earliest; return the version's id. It never changes.

    `version` in procedure.yaml becomes that day, every other byte stays. Goes through `actions.publish` as content/ on
    disk does, so both give the same digest. Raises OwnWork for somebody who wrote in it, NotOfferedYet, PastDay, and
    PackageRefused with every fault.
    """
    copy = access_copy(actor, copy_id=copy_id, ability=PUBLISH, lock=True)
    if copy.state != CopyState.OFFERED:
        raise NotOfferedYet
    if actor.account_id in copy.editors:
        raise OwnWork
    if on < local_day(now):
        raise PastDay
    copy.texts[PROCEDURE] = dated(copy.texts[PROCEDURE], on)
    _refuse_faults(copy)
    package = package_of(copy)
    version_id = publish(actor, package=package, now=now)
    if version_id is None:
        raise CopyClosed
    copy.published_id = version_id
    _turn(actor, copy, CopyState.PUBLISHED, "procedures.copy_published", now)
    transaction.on_commit(forget_versions)
    return version_id


@transaction.atomic
def retire(actor: Actor, *, version_id: UUID, on: date, reason: str, now: datetime) -> None:
    """End a version: `on` is the first day it no longer holds, tomorrow at the earliest. Dossiers begun go on under it.

    Raises PastDay, ProcedureNotFound, CopyClosed when it has ended already.
    """
    require(actor, PUBLISH)
    version = PublishedVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None:
        raise ProcedureNotFound
    today = local_day(now)
    if on <= max(today, version.valid_from):
        raise PastDay(fields={"ngay": "Chọn từ ngày mai trở đi, sau ngày phiên bản có hiệu lực."})
    if version.valid_to is not None and version.valid_to <= today:
        raise CopyClosed
    version.valid_to = on
    version.save(update_fields=["valid_to"])
    code = version.procedure.code
    audit.record(
        actor,
        verb="procedures.retired",
        subject_kind="procedure_version",
        subject_id=version.id,
        detail={"code": code, "valid_to": on.isoformat(), "reason": clean_line(reason)[:500]},
    )
    announce(ProcedureRetired(version.id, code, on), actor=actor)
    transaction.on_commit(forget_versions)


def dated(text: str, on: date) -> str:
    """Return procedure.yaml with `version` set to a day, every other byte kept."""
    return _VERSION_LINE.sub(f'version: "{on.isoformat()}"', text, count=1)


def plain(text: str) -> str:
    """Return a text with composed letters, plain line ends and one at the end, as editors of content/ keep it."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"


def _writable(actor: Actor, copy_id: UUID, revision: int) -> WorkingCopy:
    copy = access_copy(actor, copy_id=copy_id, ability=EDIT, lock=True)
    if copy.state != CopyState.OPEN:
        raise CopyClosed
    if copy.revision != revision:
        raise CopyChanged
    return copy


def _keep(actor: Actor, copy: WorkingCopy, now: datetime) -> int:
    copy.revision += 1
    if actor.account_id and actor.account_id not in copy.editors:
        copy.editors = [*copy.editors, actor.account_id]
    copy.changed_by, copy.changed_at = actor.name, now
    copy.save(update_fields=["texts", "prints", "title", "revision", "editors", "changed_by", "changed_at"])
    _record(actor, "procedures.copy_saved", copy)
    return copy.revision


def _turn(actor: Actor, copy: WorkingCopy, state: CopyState, verb: str, now: datetime) -> None:
    copy.state, copy.changed_by, copy.changed_at = state.value, actor.name, now
    copy.save(update_fields=["state", "texts", "remark", "published", "changed_by", "changed_at"])
    _record(actor, verb, copy)


def _refuse_faults(copy: WorkingCopy) -> None:
    package = package_of(copy)
    problems = [problem for problem in faults(package) if not problem.is_warning] or print_faults(package)
    if problems:
        raise PackageRefused(problems)


def _title(code: str, texts: Mapping[str, str]) -> str:
    raw = make_package(code, dict(texts), {}).value(PROCEDURE)
    name = raw.get("name") if isinstance(raw, dict) else None
    return clean_line(str(name or code))[:500]


def _record(actor: Actor, verb: str, copy: WorkingCopy) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="procedure_copy",
        subject_id=copy.id,
        detail={"code": copy.code, "revision": copy.revision},
    )
