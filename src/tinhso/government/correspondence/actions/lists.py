"""Send lists (danh sách gửi): kept by an agency, read by the tree of units of the day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import AGENCY_KINDS, UnitKind
from tinhso.government.correspondence import access
from tinhso.government.correspondence.data import HANDLE, MAX_LIST, MAX_LISTS, SendListInfo
from tinhso.government.correspondence.errors import BadSendList
from tinhso.government.correspondence.models import SendList
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

KINDS: Final = tuple(sorted(kind.value for kind in AGENCY_KINDS if kind is not UnitKind.PROVINCE))


@transaction.atomic
def save_list(
    actor: Actor,
    *,
    unit_id: UUID,
    title: str,
    kinds: Sequence[str],
    members: Sequence[UUID],
    list_id: UUID | None = None,
    now: datetime,
) -> SendListInfo:
    """Keep a send list of an agency, new or changed. Raises DeliveryMissing, BadSendList naming what is wrong."""
    del now  # the audit entry has its own moment
    access.unit_required(actor, unit_id)
    row = (
        access.access_list(actor, list_id=list_id, ability=HANDLE, lock=True) if list_id else SendList(unit_id=unit_id)
    )
    row.title = clean_line(title)[:200]
    row.kinds = [one for one in KINDS if one in kinds]
    row.members = [str(organisations.get_unit(one).id) for one in dict.fromkeys(members)]
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("Đã có danh sách mang tên này. Đặt tên khác.")
        raise BadSendList(words, fields={"ten": words}) from None
    audit.record(
        actor,
        verb="correspondence.list_saved",
        subject_kind="send_list",
        subject_id=row.id,
        unit_id=unit_id,
        detail={"kinds": row.kinds, "members": len(row.members)},
    )
    return row.to_info()


def _check(row: SendList) -> None:
    errors = {}
    if not row.title:
        errors["ten"] = _("Nhập tên danh sách.")
    if not row.kinds and not row.members:
        errors["noi_nhan"] = _("Chọn ít nhất một loại cơ quan hoặc một đơn vị.")
    if len(row.members) > MAX_LIST:
        errors["noi_nhan"] = _("Danh sách có tối đa %(n)s đơn vị.") % {"n": MAX_LIST}
    if row._state.adding and SendList.objects.filter(unit_id=row.unit_id, closed_at=None).count() >= MAX_LISTS:  # noqa: SLF001 - Django's own mark of a new row
        errors["ten"] = _("Cơ quan đã có %(n)s danh sách. Đóng bớt danh sách không dùng.") % {"n": MAX_LISTS}
    if errors:
        raise BadSendList(fields=errors)


@transaction.atomic
def close_list(actor: Actor, *, list_id: UUID, now: datetime) -> None:
    """Close a send list: it is not offered any more. Raises DeliveryMissing."""
    row = access.access_list(actor, list_id=list_id, ability=HANDLE, lock=True)
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    audit.record(
        actor,
        verb="correspondence.list_closed",
        subject_kind="send_list",
        subject_id=row.id,
        unit_id=row.unit_id,
    )
