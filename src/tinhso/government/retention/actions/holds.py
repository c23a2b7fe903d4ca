"""Holds: what an inquiry, a complaint or a court needs is not destroyed while it stands (phong tỏa)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.access import HOLD, access_hold, agency_here, require_reason
from tinhso.government.retention.data import HoldInfo
from tinhso.government.retention.errors import BadHold
from tinhso.government.retention.models import RetentionHold
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Conflict, DomainError
from tinhso.kernel.text import clean_line


@transaction.atomic
def place_hold(
    actor: Actor, *, dossier_code: str = "", number: str = "", reason: str, document: str, now: datetime
) -> HoldInfo:
    """Hold one dossier, open or ended, by its code, or all of one person, by their number, on a written request.

    It holds from now on for whatever of it is not destroyed yet, on lists and off. Raises BadHold with what is wrong
    (neither or both named, no such dossier here, a number that is none, no document, no reason).
    """
    agency = agency_here(actor, HOLD)
    code, digits, paper = clean_line(dossier_code).upper()[:48], clean_line(number)[:20], clean_line(document)[:200]
    wrong: dict[str, str] = {}
    found = _found(code, agency.id, wrong) if code else None
    if bool(code) == bool(digits):
        wrong["ma_ho_so"] = _("Ghi mã hồ sơ hoặc số định danh, một trong hai")
    elif digits and not _is_number(digits):
        wrong["so_dinh_danh"] = _("Số định danh cá nhân có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số")
    if len(paper) < 3:
        wrong["van_ban"] = _("Ghi số, ký hiệu, ngày của văn bản yêu cầu")
    if wrong:
        raise BadHold(fields=wrong)
    why = require_reason(reason, "ly_do")
    hold = RetentionHold.objects.create(
        dossier_id=found.id if found else None,
        dossier_code=found.code if found else "",
        number=digits,
        reason=why,
        document=paper,
        unit_id=agency.id,
        placed_by_id=actor.account_id,
        placed_by=actor.name,
        placed_at=now,
    )
    _note(actor, hold, "retention.held")
    return hold.to_info()


@transaction.atomic
def lift_hold(actor: Actor, *, hold_id: UUID, reason: str, now: datetime) -> HoldInfo:
    """End a hold, saying why. Raises HoldNotFound, Conflict for one lifted already, ReasonNeeded."""
    hold = access_hold(actor, hold_id=hold_id)
    if hold.lifted_at is not None:
        raise Conflict(_("Lệnh phong tỏa này đã được gỡ trước đó."))
    hold.lift_reason = require_reason(reason, "ly_do_go")
    hold.lifted_at, hold.lifted_by = now, actor.name
    hold.save(update_fields=["lift_reason", "lifted_at", "lifted_by"])
    _note(actor, hold, "retention.hold_lifted")
    return hold.to_info()


def _found(code: str, unit_id: UUID, wrong: dict[str, str]) -> dossiers.KeptDossier | None:
    found = dossiers.find_kept(code)
    if found is None or found.unit_id != unit_id:
        wrong["ma_ho_so"] = _("Cơ quan không có hồ sơ mang mã này")
        return None
    if found.disposed_at is not None:
        wrong["ma_ho_so"] = _("Tài liệu của hồ sơ này đã hủy theo quyết định")
    return found


def _is_number(digits: str) -> bool:
    for check in (identity.personal_number.check, identity.tax_code.check):
        try:
            check(digits)
        except DomainError:
            continue
        return True
    return False


def _note(actor: Actor, hold: RetentionHold, verb: str) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="dossier" if hold.dossier_id else "hold",
        subject_id=hold.dossier_id or hold.id,
        unit_id=hold.unit_id,
        detail={"hold": str(hold.id), "document": hold.document},
    )
