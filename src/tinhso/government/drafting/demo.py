"""Drafts of the demo communes: invented, the same ones every time, all marked as a demonstration."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.foundation.access import public as access_door
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.drafting.actions.chain import submit
from tinhso.government.drafting.actions.remarks import ask_opinions, comment, give_opinion
from tinhso.government.drafting.actions.writing import save_version, start_draft
from tinhso.government.drafting.data import Content, DraftInfo, NewStep, Slip, Stance, StepKind
from tinhso.government.drafting.models import Draft
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor

WITH_OPINIONS: Final = "Kế hoạch chuyển đổi số năm 2027 (minh họa)"
WAITING: Final = "Về việc thành lập Tổ công nghệ số cộng đồng (minh họa)"
_PLAN: Final = (
    "# I. Mục đích, yêu cầu\n1. Đưa dịch vụ công trực tuyến đến từng khu phố.\n"
    "2. Mỗi khu phố có ít nhất hai người hướng dẫn.\n# II. Nội dung\n"
    "| Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n| Tập huấn cho Tổ công nghệ số | Văn hóa – Xã hội | Quý I |\n"
    "| Mở điểm hỗ trợ tại nhà văn hóa | Văn phòng | Quý II |"
)
_DECISION: Final = (
    "Điều 1. Thành lập Tổ công nghệ số cộng đồng tại các khu phố.\n"
    "Điều 2. Tổ có nhiệm vụ hướng dẫn người dân nộp hồ sơ trực tuyến, thanh toán không dùng tiền mặt.\n"
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./."
)


def load_demo(now: datetime | None = None) -> int:
    """Begin drafts in the demo communes: one with opinions asked, one before the leader. Idempotent; how many."""
    moment = now or clock.now()
    codes = [code.removesuffix("-VT") for code in organisations.well_known_codes() if code.endswith("-VT")]
    return sum(load_at(code, now=moment) for code in codes)


def load_at(code: str, *, now: datetime) -> int:
    """Begin the drafts of one agency, when its clerk, leader and head of section are there; return how many are new."""
    unit, clerk, leader, author = organisations.find_unit(code), _who(code, "VT"), _who(code, "CT"), _who(code, "TP")
    if unit is None or clerk is None or leader is None or author is None:
        return 0
    known = set(Draft.objects.filter(unit_id=unit.id, subject__in=(WITH_OPINIONS, WAITING)).values_list("subject"))
    made = 0
    if (WITH_OPINIONS,) not in known:
        _with_opinions(author, clerk, leader, unit.id, now=now)
        made += 1
    if (WAITING,) not in known:
        _waiting(author, leader, unit.id, now=now)
        made += 1
    return made


def _begun(author: Actor, kind: str, content: Content, unit_id: UUID, *, now: datetime) -> DraftInfo:
    draft = start_draft(author, kind=kind, subject=content.subject, unit_id=unit_id, now=now)
    saved = save_version(author, draft_id=draft.id, content=content, base=draft.head, now=now)
    return replace(draft, head=saved.head)


def _with_opinions(author: Actor, clerk: Actor, leader: Actor, unit_id: UUID, *, now: datetime) -> None:
    content = Content(subject=WITH_OPINIONS, body=_PLAN, recipients=("Như mục II", "Các khu phố"), archive="VT")
    draft = _begun(author, "ke_hoach", content, unit_id, now=now)
    asked = ask_opinions(
        author,
        draft_id=draft.id,
        account_ids=[one.account_id for one in (clerk, leader) if one.account_id],
        words="Xin ý kiến về phân công và thời hạn ở mục II.",
        due_at=now + timedelta(days=3),
        now=now,
    )
    give_opinion(clerk, round_id=asked[0].round_id, stance=Stance.AMEND, words="Ghi rõ đơn vị phối hợp.", now=now)
    comment(clerk, draft_id=draft.id, version=draft.head, place=2, words="Nêu rõ số khu phố.", now=now)


def _waiting(author: Actor, leader: Actor, unit_id: UUID, *, now: datetime) -> None:
    content = Content(
        subject=WAITING,
        grounds=("Căn cứ Luật Tổ chức chính quyền địa phương",),
        body=_DECISION,
        recipients=("Như Điều 3",),
        archive="VT",
    )
    draft = _begun(author, "quyet_dinh", content, unit_id, now=now)
    if leader.account_id is None:
        return
    slip = Slip("Kính trình Lãnh đạo xem xét, ký ban hành.", ("Ký ban hành", "Lấy thêm ý kiến khu phố"))
    steps = [NewStep(StepKind.SIGN, leader.account_id)]
    submit(author, draft_id=draft.id, steps=steps, slip=slip, head=draft.head, now=now)


def _who(code: str, post: str) -> Actor | None:
    officer = organisations.find_officer(f"{code}-{post}")
    account = identity.find_by_officer(officer.id) if officer else None
    return access_door.actor_for(account) if account else None
