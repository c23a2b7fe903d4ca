"""Documents of the demo communes: invented, the same ones every time, all marked as a demonstration."""

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from tinhso.foundation.access import public as access_door
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work.data import Part
from tinhso.government.documents.actions.carry_out import acknowledge
from tinhso.government.documents.actions.instruct import instruct
from tinhso.government.documents.actions.register import register, register_arrival
from tinhso.government.documents.data import Arrival, DocumentInfo, Signer, Urgency, Way
from tinhso.government.documents.instruction_data import NewInstruction
from tinhso.government.documents.models import Document
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day

_LETTERS: Final = (
    ("cong_van", "Sở Tư pháp", "STP-HCTP", "Về việc rà soát, chuẩn hóa dữ liệu hộ tịch", 0),
    ("ke_hoach", "Ủy ban nhân dân tỉnh", "KH-UBND", "Tuyên truyền cải cách hành chính quý IV", 0),
    ("giay_moi", "Sở Nội vụ", "GM-SNV", "Dự họp đánh giá công tác văn thư, lưu trữ", 1),
    ("cong_van", "Sở Tài chính", "STC-NS", "Về việc báo cáo tình hình sử dụng kinh phí", 0),
    ("quyet_dinh", "Ủy ban nhân dân tỉnh", "QĐ-UBND", "Phê duyệt danh mục thủ tục hành chính thực hiện tại cấp xã", 0),
    ("thong_bao", "Văn phòng Ủy ban nhân dân tỉnh", "TB-VP", "Kết luận cuộc họp giao ban tháng", 2),
    ("cong_van", "Sở Y tế", "SYT-NV", "Về việc phối hợp tiêm chủng cho trẻ em", 0),
    ("huong_dan", "Sở Nội vụ", "HD-SNV", "Lập hồ sơ công việc và nộp lưu năm sau", 0),
)


def load_demo(now: datetime | None = None) -> int:
    """Put letters before the demo communes, most of them registered, some given out; return how many. Idempotent."""
    moment, made = now or clock.now(), 0
    for code in organisations.well_known_codes():
        if code.endswith("-VT"):
            made += load_at(code.removesuffix("-VT"), now=moment)
    return made


def load_at(code: str, *, now: datetime) -> int:
    """Put letters before one agency, when its clerk, leader and specialist are there; return how many were new."""
    unit, clerk, leader, doer = organisations.find_unit(code), _who(code, "VT"), _who(code, "CT"), _who(code, "TP")
    if unit is None or clerk is None or leader is None or doer is None:
        return 0
    made = 0
    for place, _letter in enumerate(_LETTERS):
        delivery = uuid5(NAMESPACE_URL, f"demo-document-{code}-{place}")
        if Document.objects.filter(delivery_id=delivery).exists():
            continue
        info = register_arrival(SYSTEM, arrival=_arrival(unit, place, now=now), now=now)
        if place < len(_LETTERS) - 2:  # the last two wait for the clerk
            info = register(clerk, document_id=info.id, no_secret=True, now=now)
            _direct(info, leader, doer, place, now=now)
        made += 1
    return made


def _arrival(unit: organisations.UnitInfo, place: int, *, now: datetime) -> Arrival:
    kind, issuer, symbol, subject, urgency = _LETTERS[place]
    sender = next((one for one in organisations.list_units() if one.name == issuer), None)
    return Arrival(
        unit_id=unit.id,
        way=Way.EXCHANGE,
        code=f"{100 + 7 * place}/{symbol}",
        kind=kind,
        subject=f"{subject} (minh họa)",
        issued_on=local_day(now) - timedelta(days=2),
        issuer_name=issuer,
        issuer_code=sender.code if sender else "",
        issuer_unit_id=sender.id if sender else None,
        signer=Signer("Nguyễn Minh Họa", "PHÓ GIÁM ĐỐC", "KT."),
        urgency=Urgency(urgency),
        delivery_id=uuid5(NAMESPACE_URL, f"demo-document-{unit.code}-{place}"),
    )


def _direct(info: DocumentInfo, leader: Actor, doer: Actor, place: int, *, now: datetime) -> None:
    """Give every second one out; one of them is being carried out."""
    if place % 2 or doer.account_id is None:
        return
    order = NewInstruction(doer.account_id, Part.MAIN, now + timedelta(days=3 + place))
    (one,) = instruct(leader, document_id=info.id, text="Chủ trì tham mưu, trình Lãnh đạo.", orders=[order], now=now)
    if place == 0:
        acknowledge(doer, instruction_id=one.id, now=now)


def _who(code: str, post: str) -> Actor | None:
    officer = organisations.find_officer(f"{code}-{post}")
    account = identity.find_by_officer(officer.id) if officer else None
    return access_door.actor_for(account) if account else None
