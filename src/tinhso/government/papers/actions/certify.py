"""Certified electronic copies (chứng thực bản sao điện tử từ bản chính; Decree 45/2020/NĐ-CP, Article 10)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.papers import kinds
from tinhso.government.papers.access import CERTIFY, SIGN, access_copy
from tinhso.government.papers.actions._write import account_of, write
from tinhso.government.papers.copying import certified_pdf, fee_for_pages
from tinhso.government.papers.data import Confidence, CopyFacts, CopyInfo, CopyState, Origin, PaperFacts
from tinhso.government.papers.errors import BadCopy, CopyMoved
from tinhso.government.papers.events import CopyCertified
from tinhso.government.papers.models import CertifiedCopy
from tinhso.government.papers.rules.owner import owner_number
from tinhso.government.papers.rules.wording import place
from tinhso.government.results import public as results
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

SIGN_WORK: Final = "papers.sign_copy"
SUBJECT: Final = "papers.copy"
MAX_PAGES: Final = 200
MAX_COPIES: Final = 1
SERIES: Final = "papers.certified_copy"


@transaction.atomic
def prepare_copy(actor: Actor, *, facts: CopyFacts, now: datetime) -> CopyInfo:
    """Put a scan compared with its original before the head to be signed (đối chiếu bản chính, trình ký).

    The officer says that they saw the original and how many pages it has; the scan must have as many (all pages, in
    order: Circular 01/2023/TT-VPCP, Article 8). The fee is reckoned by pages from the published procedure. Raises
    Forbidden without `papers.certify` at one's agency, BadCopy naming each field.
    """
    if not actor.is_officer or actor.unit_id is None or not actor.may(CERTIFY, actor.unit_id):
        raise Forbidden
    copy = CertifiedCopy.objects.create(unit_id=actor.unit_id, **_checked(actor, facts, None, actor.unit_id, now))
    _record(actor, copy, "papers.copy_prepared", {"pages": copy.pages, "fee": copy.fee})
    _put_before_head(actor, copy, now=now)
    return copy.to_info()


@transaction.atomic
def present_again(actor: Actor, *, copy_id: UUID, facts: CopyFacts, now: datetime) -> CopyInfo:
    """Put a copy that was given back before the head again, its facts and, if need be, its scan made right.

    The officer compares with the original once more. Raises CopyNotFound, Forbidden without `papers.certify`, CopyMoved
    for one that was not given back, BadCopy naming each field.
    """
    copy = access_copy(actor, copy_id=copy_id, ability=CERTIFY, lock=True)
    if copy.state != CopyState.RETURNED.value:
        raise CopyMoved
    for name, value in _checked(actor, facts, copy.scan_file_id, copy.unit_id, now).items():
        setattr(copy, name, value)
    copy.state, copy.note = CopyState.TO_SIGN.value, ""
    copy.save()
    _record(actor, copy, "papers.copy_presented_again", {"pages": copy.pages, "fee": copy.fee})
    _put_before_head(actor, copy, now=now)
    return copy.to_info()


@transaction.atomic
def close_copy(actor: Actor, *, copy_id: UUID, reason: str, now: datetime) -> CopyInfo:
    """Close a copy that was given back and will not be certified: it leaves the desk and stays on record.

    Raises CopyNotFound, Forbidden without `papers.certify`, CopyMoved for one that was not given back, BadCopy without
    a reason of 5 to 200 characters.
    """
    copy = access_copy(actor, copy_id=copy_id, ability=CERTIFY, lock=True)
    if copy.state != CopyState.RETURNED.value:
        raise CopyMoved
    said = clean_line(reason)
    if not 5 <= len(said) <= 200:
        raise BadCopy(fields={"reason": _("Ghi lý do đóng từ 5 đến 200 ký tự")})
    words = _("%(returned)s Đóng ngày %(day)s: %(reason)s")
    told = {"returned": copy.note[:250], "day": f"{local_day(now):%d/%m/%Y}", "reason": said}
    copy.state, copy.note = CopyState.CLOSED.value, (words % told)[:500]
    copy.save(update_fields=["state", "note"])
    _record(actor, copy, "papers.copy_closed", {})
    return copy.to_info()


def _checked(actor: Actor, facts: CopyFacts, scan: UUID | None, unit_id: UUID, now: datetime) -> dict[str, Any]:
    """Return the facts as a row holds them; `scan` is the one there is. Raises BadCopy naming each field."""
    errors = _faults(actor, facts, scan, now)
    kept = facts.scan_file_id or scan
    if errors or kept is None or actor.account_id is None:
        raise BadCopy(fields=errors)
    return {
        "owner_number": owner_number(facts.owner_number),
        "owner_name": clean_line(facts.owner_name)[:200],
        "type_code": facts.paper_type,
        "name": clean_line(facts.name)[:300],
        "issuer_name": clean_line(facts.issuer_name)[:200],
        "original_number": clean_line(facts.original_number)[:80],
        "original_on": facts.original_on,
        "pages": facts.pages,
        "copies": facts.copies,
        "fee": fee_for_pages(facts.pages, facts.copies, unit_id=unit_id, on=local_day(now)).amount,
        "scan_file_id": kept,
        "prepared_by": actor.name,
        "prepared_by_id": actor.account_id,
        "prepared_at": now,
    }


def _put_before_head(actor: Actor, copy: CertifiedCopy, *, now: datetime) -> None:
    work.open_item(
        kind=SIGN_WORK,
        subject_id=copy.id,
        title=_("Ký chứng thực bản sao điện tử: %(name)s") % {"name": copy.name},
        code=code_of(copy.id),
        unit_id=copy.unit_id,
        role="leader",
        due_at=calendar.add_working_time(now, kinds.certifying().sign_within, unit_id=copy.unit_id),
        facts={"applicant": copy.owner_name, "act": "sign"},
        actor=actor,
        now=now,
    )


def code_of(copy_id: UUID) -> str:
    """Return the code by which people name a copy before it has its number."""
    return f"CTBS-{copy_id.hex[-8:].upper()}"


def _faults(actor: Actor, facts: CopyFacts, scan: UUID | None, now: datetime) -> dict[str, str]:
    errors = {}
    if not owner_number(facts.owner_number):
        errors["owner_number"] = _("Nhập số định danh cá nhân 12 chữ số hoặc mã số thuế")
    if facts.paper_type not in kinds.all_types():
        errors["paper_type"] = _("Chọn loại giấy tờ")
    for field, words in (("owner_name", facts.owner_name), ("name", facts.name), ("issuer_name", facts.issuer_name)):
        if not clean_line(words):
            errors[field] = _("Nhập mục này theo bản chính")
    if facts.original_on and facts.original_on > local_day(now):
        errors["original_on"] = _("Ngày cấp không được sau hôm nay")
    if not 1 <= facts.copies <= MAX_COPIES:
        errors["copies"] = _("Bản sao điện tử chỉ cần một bản")
    if not facts.seen_original:
        errors["seen_original"] = _("Xác nhận đã đối chiếu với bản chính")
    return errors | _scan_faults(actor, facts, scan)


def _scan_faults(actor: Actor, facts: CopyFacts, scan: UUID | None) -> dict[str, str]:
    """A new scan is this officer's own; it, or the one there is, has as many pages as the original."""
    if not 1 <= facts.pages <= MAX_PAGES:
        return {"pages": _("Nhập số trang từ 1 đến 200")}
    if facts.scan_file_id is not None:
        files.require_own(actor, file_ids=[facts.scan_file_id])
    kept = facts.scan_file_id or scan
    if kept is None:
        return {"scan": _("Chọn bản quét của bản chính")}
    found = files.get_info(kept)
    if found.media_type != files.MediaType.PDF:
        return {"scan": _("Bản quét phải là PDF. Gộp các ảnh thành một tệp PDF")}
    if found.pages != facts.pages:
        words = _("Bản quét có %(scanned)d trang, bản chính đếm được %(counted)d trang. Quét lại cho đủ hoặc đếm lại")
        return {"pages": words % {"scanned": found.pages, "counted": facts.pages}}
    return {}


@transaction.atomic
def sign_copy(actor: Actor, *, copy_id: UUID, now: datetime) -> CopyInfo:
    """Certify: number, statement, signature, the agency's book, the owner's store; all or nothing (ký chứng thực).

    The number is the next of the agency's book of the year: no gap, no double. The result is in the public register,
    so that anybody can check it by its token. Raises CopyNotFound, Forbidden without `papers.sign_copy`, CopyMoved for
    one signed or returned already, and what `signing.sign_pdf` refuses.
    """
    copy = access_copy(actor, copy_id=copy_id, ability=SIGN, lock=True)
    if copy.state != CopyState.TO_SIGN.value:
        raise CopyMoved
    day, token = local_day(now), results.new_token()
    unit = organisations.get_unit(copy.unit_id)
    series = numbering.Series(SERIES, numbering.Period.YEAR, kinds.certifying().book)
    copy.ordinal = numbering.next_number(series, owner=unit.code, on=day)
    copy.book_year, copy.number = day.year, series.write(owner=unit.code, on=day, n=copy.ordinal)
    signed = signing.sign_pdf(
        certified_pdf(copy.to_info(), unit=unit, signer=actor, token=token, on=day),
        key_ref=signing.key_of(actor).ref,
        appearance=signing.Appearance(anchor="leader", name=actor.name, location=place(unit.name)),
        reason=kinds.certifying().statement,
        holder_id=actor.account_id,
        now=now,
    )
    kept = files.keep_made(signed.data, name=f"Bản sao chứng thực {copy.number}.pdf", actor=actor, now=now)
    result = results.issue(actor, **_as_result(actor, copy, kept, token), now=now)
    paper = write(
        actor,
        _as_paper(copy, kept.id, signer_name=actor.name),
        origin=Origin.CERTIFIED,
        confidence=Confidence.A,
        code=token,
        result_id=result.id,
        now=now,
    )
    copy.state, copy.signer_name, copy.signed_at = CopyState.SIGNED.value, actor.name, now
    copy.file_id, copy.result_id, copy.token, copy.paper_id = kept.id, result.id, token, paper.id
    copy.save()
    work.close_items(subject_id=copy.id, actor=actor, now=now)
    _record(actor, copy, "papers.copy_certified", {"number": copy.number, "sha256": kept.sha256})
    announce(CopyCertified(copy.id, copy.unit_id, result.id, copy.pages), actor=actor)
    return copy.to_info()


def _as_result(actor: Actor, copy: CertifiedCopy, kept: files.FileInfo, token: str) -> dict[str, Any]:
    return {
        "dossier_id": None,
        "procedure_code": kinds.certifying().procedure,
        "person_id": account_of(copy.owner_number),
        "owner_name": copy.owner_name,
        "owner_number": copy.owner_number,
        "number": copy.number,
        "title": _("Bản sao điện tử có chứng thực: %(name)s") % {"name": copy.name},
        "unit_id": copy.unit_id,
        "signer_name": actor.name,
        "signer_title": actor.title,
        "file_id": kept.id,
        "sha256": kept.sha256,
        "token": token,
    }


def _as_paper(copy: CertifiedCopy, file_id: UUID, *, signer_name: str) -> PaperFacts:
    """The copy stands for its original: of its type, with its number and day."""
    return PaperFacts(
        owner_number=copy.owner_number,
        owner_name=copy.owner_name,
        paper_type=copy.type_code,
        file_id=file_id,
        name=copy.name,
        number=copy.original_number,
        issued_on=copy.original_on,
        abstract=_("Bản sao điện tử có chứng thực, số %(number)s") % {"number": copy.number},
        issuer_name=copy.issuer_name,
        signer_name=signer_name,
        procedure_code=kinds.certifying().procedure,
    )


@transaction.atomic
def return_copy(actor: Actor, *, copy_id: UUID, reason: str, now: datetime) -> CopyInfo:
    """Give a copy back to the desk unsigned, with a reason; no number is used up (trả lại). Raises as `sign_copy`.

    The desk presents it again (`present_again`) or closes it (`close_copy`).
    """
    copy = access_copy(actor, copy_id=copy_id, ability=SIGN, lock=True)
    if copy.state != CopyState.TO_SIGN.value:
        raise CopyMoved
    said = clean_line(reason)
    if not 5 <= len(said) <= 500:
        raise BadCopy(fields={"reason": _("Ghi lý do trả lại từ 5 đến 500 ký tự")})
    copy.state, copy.note = CopyState.RETURNED.value, said
    copy.save(update_fields=["state", "note"])
    work.close_items(subject_id=copy.id, actor=actor, now=now)
    _record(actor, copy, "papers.copy_returned", {})
    return copy.to_info()


def _record(actor: Actor, copy: CertifiedCopy, verb: str, detail: dict[str, Any]) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=copy.id,
        unit_id=copy.unit_id,
        person_id=identity.person_id(copy.owner_number),
        purpose="Chứng thực bản sao điện tử từ bản chính",
        detail=detail,
    )
