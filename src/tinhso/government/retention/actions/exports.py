"""Exports of everything about a person: asked for by themselves, or at the desk on their written request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as gates
from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.government.retention.access import EXPORT, access_export
from tinhso.government.retention.content import exporting
from tinhso.government.retention.data import ExportInfo, ExportState
from tinhso.government.retention.erasing import dispose_files
from tinhso.government.retention.errors import BadExport, ExportNotFound, ExportWaits
from tinhso.government.retention.models import FileRemoval, PersonExport
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, TooMany
from tinhso.kernel.text import clean_line

A_DAY: Final = 3
AT_DESK_A_DAY: Final = 20
MIN_PURPOSE: Final = 10


@transaction.atomic
def ask_own(actor: Actor, *, now: datetime) -> ExportInfo:
    """Ask for everything about oneself. Only in one's own name, with an identity proven as far as content says.

    Raises ExportNotFound to who is no applicant, access.AssuranceTooLow, ExportWaits while one is being made, TooMany
    past three a day.
    """
    if not actor.is_applicant or actor.account_id is None or actor.behalf is not None:
        raise ExportNotFound
    gates.assurance_required(actor, gates.Gate.EXPORT, declared=exporting("assurance"))
    _bounded(actor.account_id, A_DAY, now)
    account = identity.get_account(actor.account_id)
    row = PersonExport.objects.create(
        person_id=account.id,
        number=account.number,
        name=account.name,
        asked_by_id=account.id,
        asked_by=account.name,
        asked_at=now,
        due_at=now + timedelta(hours=exporting("answer_hours")),
    )
    _note(actor, row, "retention.export_asked", str(_("Tôi yêu cầu xuất toàn bộ dữ liệu của mình")))
    return row.to_info()


@transaction.atomic
def ask_at_desk(
    actor: Actor, *, number: str, name: str, purpose: str, request_file_id: UUID | None, now: datetime
) -> ExportInfo:
    """Ask at the desk for everything about the person who handed in a written request, whose scan is kept with it.

    The name must be the account's where the number has one. It stands in the person's tracker at once. Raises
    ExportNotFound to a stranger, BadExport with what is wrong, ExportWaits, TooMany past twenty a day.
    """
    if (
        not actor.is_officer
        or actor.account_id is None
        or actor.unit_id is None
        or not actor.may(EXPORT, actor.unit_id)
    ):
        raise ExportNotFound
    number, name, why = clean_line(number)[:20], clean_line(name)[:200], clean_line(purpose)[:300]
    account = identity.find_by_number(number) if number else None
    wrong = _wrong(number, name, why, request_file_id, account)
    if wrong or request_file_id is None:
        raise BadExport(fields=wrong)
    files.require_own(actor, file_ids=[request_file_id])
    _bounded(actor.account_id, AT_DESK_A_DAY, now)
    row = PersonExport.objects.create(
        person_id=account.id if account else None,
        number=number,
        name=account.name if account else name,
        asked_by_id=actor.account_id,
        asked_by=actor.name,
        unit_id=actor.unit_id,
        purpose=why,
        request_file_id=request_file_id,
        asked_at=now,
        due_at=now + timedelta(hours=exporting("answer_hours")),
    )
    _note(actor, row, "retention.export_asked", f"Xuất toàn bộ dữ liệu theo yêu cầu: {why}")
    return row.to_info()


@transaction.atomic
def take_export(actor: Actor, *, export_id: UUID, now: datetime) -> UUID:
    """Return the file of an export that is ready, to who asked for it; each download is on record.

    Raises ExportNotFound for anybody else's, one that is not ready and one whose days are over.
    """
    row = access_export(actor, export_id=export_id, lock=True)
    if actor.is_applicant:
        gates.assurance_required(actor, gates.Gate.EXPORT, declared=exporting("assurance"))
    if row.state != ExportState.READY or row.file_id is None or row.expires_at is None or row.expires_at <= now:
        raise ExportNotFound(_("Tệp này chưa sẵn sàng hoặc đã hết hạn. Yêu cầu tệp mới nếu cần."))
    PersonExport.objects.filter(pk=row.pk).update(downloads=F("downloads") + 1)
    own = row.asked_by_id == row.person_id
    said = "Tôi tải về toàn bộ dữ liệu của mình" if own else f"Tải về toàn bộ dữ liệu theo yêu cầu: {row.purpose}"
    _note(actor, row, "retention.export_taken", said)
    return row.file_id


def end_exports(*, now: datetime, size: int = 20) -> int:
    """Destroy the files of exports whose days are over: copies, whose originals stay. Return how many."""
    ended = 0
    for row_id in PersonExport.objects.filter(state=ExportState.READY.value, expires_at__lte=now).values_list(
        "id", flat=True
    )[:size]:
        with transaction.atomic():
            rows = PersonExport.objects.select_for_update(skip_locked=True)
            row = rows.filter(pk=row_id, state=ExportState.READY.value).first()
            if row is None or row.file_id is None:
                continue
            dispose_files([row.file_id], leave=_of(row), now=now)
            row.state = ExportState.ENDED.value
            row.save(update_fields=["state"])
            ended += 1
    return ended


def _of(row: PersonExport) -> Callable[[dict[str, Any]], FileRemoval]:
    return lambda values: FileRemoval(export=row, **values)


def _wrong(
    number: str, name: str, purpose: str, file_id: UUID | None, account: identity.AccountInfo | None
) -> dict[str, str]:
    wrong = {}
    if not _is_number(number):
        wrong["so_dinh_danh"] = _("Số định danh cá nhân có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số")
    if not name:
        wrong["ho_ten"] = _("Ghi họ và tên như trên giấy tờ của người yêu cầu")
    elif account is not None and account.name.casefold() != name.casefold():
        wrong["ho_ten"] = _("Họ tên không khớp với số định danh này. Đối chiếu lại giấy tờ của người yêu cầu")
    if len(purpose) < MIN_PURPOSE:
        wrong["muc_dich"] = _("Ghi căn cứ, mục đích, ít nhất 10 ký tự")
    if file_id is None:
        wrong["don"] = _("Chọn tệp văn bản yêu cầu có chữ ký của người đó")
    return wrong


def _is_number(number: str) -> bool:
    for check in (identity.personal_number.check, identity.tax_code.check):
        try:
            check(number)
        except DomainError:
            continue
        return True
    return False


def _bounded(account_id: UUID, most: int, now: datetime) -> None:
    own = PersonExport.objects.filter(asked_by_id=account_id)
    if own.filter(state=ExportState.WAITING.value, asked_by_id=F("person_id")).exists():
        raise ExportWaits
    today = [row.asked_at for row in own.order_by("-id")[:most] if local_day(row.asked_at) == local_day(now)]
    if len(today) >= most:
        raise TooMany(_("Hôm nay đã yêu cầu đủ số lần. Đợi đến ngày mai rồi yêu cầu tiếp."))


def _note(actor: Actor, row: PersonExport, verb: str, purpose: str) -> None:
    """Write the act, and the line the person reads in their tracker."""
    audit.record(
        actor,
        verb=verb,
        subject_kind="export",
        subject_id=row.id,
        unit_id=row.unit_id,
        person_id=row.person_id,
        purpose=purpose,
    )
    person_id = row.person_id or identity.person_id(row.number)
    audit.record_read(actor, person_id=person_id, purpose=purpose, subject_kind="export", subject_id=row.id)
