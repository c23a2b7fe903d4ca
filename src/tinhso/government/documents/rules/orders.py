"""Which instructions may be given together (Điều 23: one office or person in charge, the others cooperate)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.foundation.work.data import Part
from tinhso.government.documents.instruction_data import MAX_ORDERS, NewInstruction


def with_due(orders: Sequence[NewInstruction]) -> list[NewInstruction]:
    """Return the orders with the main one's due time for those that cooperate and have none; to know has none."""
    main = next((one.due_at for one in orders if one.part is Part.MAIN and one.due_at), None)
    return [
        NewInstruction(one.assignee_id, one.part, None if one.part is Part.TO_FOLLOW else one.due_at or main, one.text)
        for one in orders
    ]


def errors_in(
    orders: Sequence[NewInstruction],
    *,
    text: str,
    has_main: bool,
    latest: datetime | None,
    now: datetime,
) -> dict[str, str]:
    """Return what is wrong with what is to be given out together, by field; `latest` is when the whole is due."""
    errors: dict[str, str] = {}
    if not orders or len(orders) > MAX_ORDERS:
        errors["nguoi"] = _("Chọn từ 1 đến %(n)s người thực hiện.") % {"n": MAX_ORDERS}
    elif len({one.assignee_id for one in orders}) != len(orders):
        errors["nguoi"] = _("Mỗi người chỉ có một vai trò trong văn bản này.")
    elif sum(one.part is Part.MAIN for one in orders) + has_main > 1:
        errors["nguoi"] = _("Chỉ một người chủ trì. Chuyển những người còn lại sang phối hợp.")
    elif not has_main and any(one.part is Part.COOPERATING for one in orders) and not _has_main(orders):
        errors["nguoi"] = _("Chọn một người chủ trì trước khi chọn người phối hợp.")
    acting = [one for one in orders if one.part is not Part.TO_FOLLOW]
    if acting and not text and not all(one.text for one in acting):
        errors["y_kien"] = _("Ghi ý kiến chỉ đạo.")
    due = _due_error(acting, latest=latest, now=now)
    return errors | ({"han": due} if due else {})


def _has_main(orders: Sequence[NewInstruction]) -> bool:
    return any(one.part is Part.MAIN for one in orders)


def _due_error(acting: Sequence[NewInstruction], *, latest: datetime | None, now: datetime) -> str:
    if any(one.due_at is None for one in acting):
        return _("Chọn thời hạn hoàn thành.")
    if any(one.due_at is not None and one.due_at <= now for one in acting):
        return _("Thời hạn phải sau thời điểm hiện tại.")
    if latest is not None and any(one.due_at is not None and one.due_at > latest for one in acting):
        return _("Thời hạn không được sau hạn của việc được giao.")
    return ""
