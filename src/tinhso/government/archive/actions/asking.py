"""Ask to read or borrow what is kept, and take it back."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.archive import access, store_rules
from tinhso.government.archive.data import ANSWER_WORK
from tinhso.government.archive.errors import BadRequest, RequestMoved
from tinhso.government.archive.models import ArchivePackage, ArchiveRequest, ArchiveRequestLine
from tinhso.government.archive.packages import codes_of
from tinhso.government.archive.request_data import Asking, RequestForm, RequestInfo, RequestState
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import TooMany
from tinhso.kernel.text import clean_block, clean_line

SERIES: Final = numbering.Series(
    "archive.request", numbering.Period.YEAR, "YC-{on:%Y}-{n:04d}", numbering.Unique.PERIOD
)
MIN_WORDS: Final = 10


@transaction.atomic
def ask(actor: Actor, *, asking: Asking, now: datetime) -> RequestInfo:
    """Ask an archive for something: in one's own words, or for a package of the readers' catalogue.

    It is to be answered in six working days. Raises RequestMissing for who may not read, BadRequest with what is
    missing, TooMany past what content allows a day.
    """
    access.require_reader(actor)
    wanted, said = clean_block(asking.wanted)[:1000], clean_block(asking.purpose_content)[:500]
    package = _package(actor, asking)
    keeps = asking.unit_id is not None and ArchivePackage.objects.filter(unit_id=asking.unit_id).exists()
    wrong = _wrong(asking, wanted, said, is_named=package is not None, keeps=keeps)
    if wrong or asking.unit_id is None or actor.account_id is None:
        raise BadRequest(fields=wrong)
    _bounded(actor.account_id, now)
    unit = organisations.get_unit(asking.unit_id)
    row = ArchiveRequest.objects.create(
        code=numbering.next_code(SERIES, owner=unit.code, on=local_day(now)),
        unit_id=unit.id,
        unit_name=unit.name,
        form=asking.form,
        asker_id=actor.account_id,
        asker_name=actor.name,
        asker_unit=_unit_name(actor),
        wanted=wanted or (package.title if package else "")[:1000],
        purpose=asking.purpose,
        purpose_content=said,
        fee_object=asking.fee_object,
        topic=clean_line(asking.topic)[:250],
        asked_at=now,
        answer_by=calendar.add_working_time(now, _working(store_rules.value("answer_days")), unit_id=unit.id),
    )
    if package is not None:
        ArchiveRequestLine.objects.create(request=row, package=package, is_conditional=package.mode != "01")
    open_work(row, ANSWER_WORK, "clerk", _("Yêu cầu khai thác tài liệu lưu trữ"), due_at=row.answer_by, now=now)
    note(actor, row, "request_asked", form=row.form, purpose=row.purpose)
    return row.to_info()


@transaction.atomic
def withdraw(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Take back one's own request before it is granted. Raises RequestMissing, RequestMoved."""
    row = access.access_own_request(actor, request_id=request_id, lock=True)
    if row.state not in (RequestState.ASKED, RequestState.FORWARDED):
        raise RequestMoved
    row.state, row.ended_at = RequestState.WITHDRAWN.value, now
    row.save(update_fields=["state", "ended_at"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    note(actor, row, "request_withdrawn")
    return row.to_info()


def _package(actor: Actor, asking: Asking) -> ArchivePackage | None:
    """Return the package that is named, of the catalogue this reader may search; None for none."""
    if asking.package_id is None or asking.unit_id is None:
        return None
    return access.catalogue(actor).filter(pk=asking.package_id, unit_id=asking.unit_id).first()


def _wrong(asking: Asking, wanted: str, said: str, *, is_named: bool, keeps: bool) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not keeps:
        wrong["co_quan"] = _("Chọn cơ quan giữ tài liệu")
    if asking.form not in {one.value for one in RequestForm}:
        wrong["hinh_thuc"] = _("Chọn hình thức khai thác")
    if len(wanted) < MIN_WORDS and not is_named:
        wrong["can_tim"] = _("Ghi tài liệu cần khai thác, ít nhất 10 ký tự: loại, số, năm, nội dung")
    if asking.purpose not in codes_of("purpose"):
        wrong["muc_dich"] = _("Chọn mục đích")
    if len(said) < MIN_WORDS:
        wrong["noi_dung"] = _("Ghi rõ dùng vào việc gì, ít nhất 10 ký tự")
    if asking.fee_object and asking.fee_object not in codes_of("feeObjectType"):
        wrong["doi_tuong"] = _("Chọn đối tượng trong danh sách")
    return wrong


def _bounded(account_id: UUID, now: datetime) -> None:
    most = int(store_rules.value("asked_a_day"))
    latest = (
        ArchiveRequest.objects.filter(asker_id=account_id).order_by("-id").values_list("asked_at", flat=True)[:most]
    )
    if len([at for at in latest if local_day(at) == local_day(now)]) >= most:
        raise TooMany(_("Hôm nay đã gửi đủ số yêu cầu. Đợi đến ngày mai rồi gửi tiếp."))


def _unit_name(actor: Actor) -> str:
    return organisations.get_unit(actor.unit_id).name if actor.is_officer and actor.unit_id else ""


def _working(days: int) -> calendar.Allowance:
    return calendar.Allowance(Decimal(days), calendar.AllowanceUnit.WORKING_DAY)


def open_work(row: ArchiveRequest, kind: str, role: str, title: str, *, due_at: datetime, now: datetime) -> None:
    """Put a request before those who must act on it."""
    work.open_item(
        kind=kind,
        subject_id=row.id,
        subject_kind="archive_request",
        title=title,
        code=row.code[:48],
        unit_id=row.unit_id,
        role=role,
        due_at=due_at,
        now=now,
    )


def note(actor: Actor, row: ArchiveRequest, verb: str, **detail: object) -> None:
    """Write the audit entry of an act upon a request."""
    audit.record(
        actor,
        verb=f"archive.{verb}",
        subject_kind="archive_request",
        subject_id=row.id,
        unit_id=row.unit_id,
        person_id=row.asker_id if not row.asker_unit else None,
        detail={"code": row.code, **detail},
    )
