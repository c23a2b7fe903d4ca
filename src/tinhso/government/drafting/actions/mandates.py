"""Mandates to sign (ký thừa ủy quyền): given by the head in writing, for a time and for named matters, revoked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.documents import public as documents
from tinhso.government.drafting import access, layouts, people
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.data import SIGN, WRITE, Competence
from tinhso.government.drafting.errors import BadDraft, DraftMissing, IllegalDraftMove
from tinhso.government.drafting.mandate_data import MandateInfo
from tinhso.government.drafting.mandate_models import SigningMandate
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.paging import Page, page_by_key
from tinhso.kernel.text import clean_block, clean_line

LONGEST: Final = timedelta(days=5 * 366)
GIVERS: Final = frozenset({Competence.HEAD, Competence.ACTING})


@transaction.atomic
def give_mandate(
    actor: Actor,
    *,
    account_id: UUID,
    document: str,
    scope: str,
    valid_from: date,
    last_day: date,
    kinds: Sequence[str] = (),
    now: datetime,
) -> MandateInfo:
    """Record a mandate in writing to sign for the head (Nghị định 30/2020/NĐ-CP, Điều 13, khoản 4).

    The head of the agency alone gives it, to the head of a part of it or of an agency below, for a time (`last_day` is
    the last it holds) and for named matters; whoever holds one cannot pass it on. `kinds` bounds it to kinds of
    document. Raises DraftMissing for who signs nothing there, IllegalDraftMove for who is not its head, BadDraft naming
    what to mend.
    """
    unit = actor.unit_id
    if unit is None or not documents.may(actor, SIGN, unit):
        raise DraftMissing
    if not may_give(actor, unit, on=local_day(now)):
        raise IllegalDraftMove(
            _("Chỉ người đứng đầu cơ quan được ủy quyền ký; người được ủy quyền không ủy quyền lại.")
        )
    paper, about = clean_line(document)[:200], clean_block(scope)[:1000]
    errors = _errors_in(paper, about, valid_from, last_day, kinds, on=local_day(now))
    if not people.heads_a_part(account_id, unit, on=local_day(now)):
        errors["nguoi_duoc_uy_quyen"] = _(
            "Chọn người đứng đầu cơ quan, đơn vị thuộc cơ cấu tổ chức (Điều 13 Nghị định 30/2020/NĐ-CP)."
        )
    if errors:
        raise BadDraft(fields=errors)
    row = SigningMandate.objects.create(
        unit_id=unit,
        mandated_id=account_id,
        mandated_name=_write.person(account_id, unit, field="nguoi_duoc_uy_quyen").name,
        giver_id=access.account_of(actor),
        giver_name=actor.name,
        document=paper,
        scope=about,
        kinds=list(dict.fromkeys(kinds)),
        valid_from=valid_from,
        valid_to=last_day + timedelta(days=1),
        recorded_at=now,
    )
    _record(actor, row, "mandate_given", until=last_day.isoformat(), document=paper)
    return row.to_info()


def may_give(actor: Actor, unit_id: UUID, *, on: date) -> bool:
    """Tell whether the actor heads the agency on a day, and so may let others sign for them."""
    if not documents.may(actor, SIGN, unit_id) or actor.account_id is None:
        return False
    return bool(GIVERS & set(people.competences(actor.account_id, unit_id, on=on)))


def _errors_in(
    paper: str, about: str, valid_from: date, last_day: date, kinds: Sequence[str], *, on: date
) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not paper:
        errors["van_ban"] = _("Ghi số, ký hiệu, ngày của văn bản ủy quyền.")
    if not about:
        errors["noi_dung"] = _("Ghi nội dung được ủy quyền ký.")
    if last_day < valid_from or last_day < on:
        errors["den_ngay"] = _("Nhập ngày kết thúc từ hôm nay trở đi và không trước ngày bắt đầu.")
    elif last_day - valid_from > LONGEST:
        errors["den_ngay"] = _("Thời hạn ủy quyền không quá 5 năm.")
    if set(kinds) - {one.key for one in (*layouts.kinds(), *layouts.copy_kinds())}:
        errors["loai"] = _("Chọn loại văn bản trong danh sách.")
    return errors


@transaction.atomic
def revoke_mandate(actor: Actor, *, mandate_id: UUID, reason: str, now: datetime) -> MandateInfo:
    """End a mandate before its time (thu hồi ủy quyền): from this moment nothing is signed by it; what was, stands.

    The agency's head alone. Raises DraftMissing, BadDraft without a reason, IllegalDraftMove when it ended already.
    """
    row = SigningMandate.objects.select_for_update().filter(pk=mandate_id).first()
    if row is None or not may_give(actor, row.unit_id, on=local_day(now)):
        raise DraftMissing
    if row.revoked_at is not None or row.valid_to <= local_day(now):
        raise IllegalDraftMove(_("Ủy quyền này đã hết hiệu lực."))
    words = _write.reason_of(reason)[:500]
    row.revoked_at, row.revoked_by, row.revoke_reason = now, actor.name, words
    row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    _record(actor, row, "mandate_revoked", reason=words)
    return row.to_info()


def list_mandates(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[MandateInfo]:
    """Return the mandates of the actor's agencies, the newest first; none for who drafts nothing there."""
    rows = SigningMandate.objects.filter(unit_id__in=sorted(documents.units_with(actor, WRITE)))
    page = page_by_key(rows, lambda row: row, cursor=cursor, size=size)
    return Page([one.to_info() for one in page.items], page.next_cursor)


def _record(actor: Actor, row: SigningMandate, verb: str, **detail: str) -> None:
    audit.record(
        actor,
        verb=f"drafting.{verb}",
        subject_kind="drafting.mandate",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"mandated": str(row.mandated_id), **detail},
    )
