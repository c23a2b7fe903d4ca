"""What each act on many rows does to one row, and how it is taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor

SECONDS: Final = 8.0
"""How long one request works on a batch; what is left then goes on with the next."""

Before = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act on many rows: its words, and whether the officer is asked once more before it, with the list."""

    title: Any
    sure: Any = ""
    consequence: Any = ""
    can_undo: bool = False
    by_dossier: bool = False
    ability: str = ""


ACTS: Final[Mapping[str, Act]] = {
    "nhan": Act(gettext_lazy("Nhận việc"), can_undo=True),
    "tiep_nhan": Act(
        gettext_lazy("Tiếp nhận"),
        sure=gettext_lazy("Tiếp nhận"),
        consequence=gettext_lazy(
            "Từng hồ sơ được tiếp nhận và hẹn ngày trả theo thời hạn của thủ tục. Hồ sơ thiếu giấy tờ thì bỏ chọn rồi "
            "mở riêng để yêu cầu bổ sung hoặc từ chối."
        ),
        by_dossier=True,
        ability="dossiers.receive",
    ),
    "giao": Act(gettext_lazy("Giao việc"), can_undo=True, ability=work.OVERSEE),
    "chuyen": Act(
        gettext_lazy("Chuyển bước"),
        sure=gettext_lazy("Chuyển"),
        consequence=gettext_lazy(
            "Từng hồ sơ được chuyển sang bước tiếp theo như đang ghi dưới đây. Hồ sơ cần chọn người, soạn kết quả hoặc "
            "ký thì không chuyển theo cách này và được báo riêng."
        ),
        can_undo=True,
        by_dossier=True,
    ),
    "ky": Act(gettext_lazy("Ký kết quả"), by_dossier=True, ability="dossiers.sign"),
    "tra": Act(
        gettext_lazy("Trả kết quả"),
        sure=gettext_lazy("Trả kết quả"),
        consequence=gettext_lazy(
            "Từng hồ sơ được ghi là đã trả kết quả tại quầy cho chính chủ hồ sơ. Người khác đến nhận thay thì mở riêng "
            "hồ sơ đó để ghi tên người nhận."
        ),
        by_dossier=True,
        ability="dossiers.hand_over",
    ),
    "in": Act(gettext_lazy("Đưa giấy hẹn vào hàng chờ in"), by_dossier=True),
}


def performer(actor: Actor, act: str, facts: Mapping[str, Any]) -> work.Perform:
    """Return what does one row of a batch for this officer."""
    made: dict[str, Callable[[work.BatchLineInfo], Before]] = {
        "nhan": lambda line: _claim(actor, line),
        "tiep_nhan": lambda line: _receive(actor, line),
        "giao": lambda line: _assign(actor, line, UUID(str(facts["assignee"]))),
        "chuyen": lambda line: _forward(actor, line),
        "ky": lambda line: _sign(actor, line),
        "tra": lambda line: _hand_over(actor, line),
        "in": lambda line: _queue(actor, line),
        "undo.nhan": lambda line: _give_back(actor, line, facts),
        "undo.giao": lambda line: _give_back(actor, line, facts),
        "undo.chuyen": lambda line: _undo(actor, line, facts),
    }
    return made[act]


def _items(actor: Actor, line: work.BatchLineInfo) -> list[UUID]:
    """Return the item chosen; of a dossier chosen in a list, the things to do about it."""
    if line.item_id is not None:
        return [line.item_id]
    items = [item.id for item in work.list_of_subject(actor, subject_id=line.subject_id)]
    if not items:
        raise dossiers.NothingAsked(_("Hồ sơ không có việc đang chờ trong phạm vi của Ông/Bà."))
    return items


def _claim(actor: Actor, line: work.BatchLineInfo) -> Before:
    for item_id in _items(actor, line):
        work.claim(actor, item_id=item_id, version=line.version)
    return None


def _assign(actor: Actor, line: work.BatchLineInfo, assignee: UUID) -> Before:
    before: dict[str, str] = {}
    for item_id in _items(actor, line):
        item = work.get_item(actor, item_id=item_id)
        before[str(item_id)] = str(item.assignee_id or "")
        work.assign(actor, item_id=item_id, assignee_id=assignee, version=line.version)
    return {"assignees": before}


def _give_back(actor: Actor, line: work.BatchLineInfo, facts: Mapping[str, Any]) -> Before:
    """Give each item back to who had it before; what nobody had is open again."""
    before = facts["before"].get(str(line.subject_id), {}).get("assignees") or {}
    for item_id in _items(actor, line):
        earlier = before.get(str(item_id), "")
        if earlier:
            work.assign(actor, item_id=item_id, assignee_id=UUID(earlier))
        else:
            work.release(actor, item_id=item_id)
    return None


def _info(actor: Actor, dossier_id: UUID, now: datetime) -> dossiers.DossierInfo:
    page = dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(ids=(dossier_id,)), now=now, size=1)
    if not page.items:
        raise dossiers.DossierNotFound
    return page.items[0]


def _forward(actor: Actor, line: work.BatchLineInfo) -> Before:
    now = clock.now()
    info = _info(actor, line.subject_id, now)
    dossiers.take_step(
        actor, dossier_id=info.id, task=info.step_task, outcome="forward", expected_version=line.version, now=now
    )
    timeline = dossiers.get_dossier(actor, dossier_id=info.id).timeline
    return {"event": next((str(entry.id) for entry in reversed(timeline) if entry.verb == "step"), "")}


def _undo(actor: Actor, line: work.BatchLineInfo, facts: Mapping[str, Any]) -> Before:
    event = facts["before"].get(str(line.subject_id), {}).get("event", "")
    if not event:
        raise dossiers.CannotUndo(_("Không tìm thấy việc cần hủy trong diễn biến hồ sơ. Tải lại trang."))
    reason = _("Hoàn tác ngay sau khi chuyển")
    dossiers.undo(actor, dossier_id=line.subject_id, event_id=UUID(event), reason=reason, now=clock.now())
    return None


def _receive(actor: Actor, line: work.BatchLineInfo) -> Before:
    dossiers.receive(actor, dossier_id=line.subject_id, expected_version=line.version, now=clock.now())
    return None


def _sign(actor: Actor, line: work.BatchLineInfo) -> Before:
    dossiers.sign_result(actor, dossier_id=line.subject_id, expected_version=line.version, now=clock.now())
    return None


def _hand_over(actor: Actor, line: work.BatchLineInfo) -> Before:
    dossiers.hand_over(actor, dossier_id=line.subject_id, expected_version=line.version, now=clock.now())
    return None


def _queue(actor: Actor, line: work.BatchLineInfo) -> Before:
    now = clock.now()
    info = _info(actor, line.subject_id, now)
    if info.received_at is None:
        raise dossiers.IllegalMove(_("Hồ sơ chưa tiếp nhận nên chưa có giấy hẹn. Tiếp nhận hồ sơ trước."))
    work.queue_print(actor, subject_id=info.id, paper="receipt", code=info.code, now=now)
    return None
