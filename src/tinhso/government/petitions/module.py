"""What petitions bring to the house."""

from tinhso.government.petitions.access import ANSWER, APPROVE, PUBLISH, RECEIVE, SEE
from tinhso.government.petitions.actions._write import AWAITING, TO_ANSWER, TO_APPROVE, TO_PUBLISH, TO_RECEIVE
from tinhso.government.petitions.holdings import HOLDINGS, TIES
from tinhso.government.petitions.jobs import lapse_unverified
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, WorkKind

MODULE = Module(
    name="petitions",
    title="Phản ánh, kiến nghị",
    order=66,
    abilities=(
        Ability(SEE, "Xem phản ánh, kiến nghị của đơn vị"),
        Ability(RECEIVE, "Tiếp nhận, phân loại, giao phản ánh"),
        Ability(ANSWER, "Xử lý phản ánh được giao"),
        Ability(APPROVE, "Duyệt trả lời phản ánh; xem phản ánh về cán bộ"),
        Ability(PUBLISH, "Công khai trả lời phản ánh"),
    ),
    roles={
        "one_stop_officer": (ANSWER,),
        "specialist": (ANSWER,),
        "one_stop_head": (SEE, RECEIVE, ANSWER, PUBLISH),
        "unit_head": (SEE, ANSWER),
        "leader": (SEE, RECEIVE, APPROVE, PUBLISH),
        "province_leader": (SEE, APPROVE),
    },
    menu=(MenuEntry("Phản ánh, kiến nghị", "petitions:list", "message-square", 13, (SEE, ANSWER)),),
    citizen_menu=(MenuEntry("Phản ánh, kiến nghị", "petitions:mine", "message-square", 50),),
    work_kinds=(
        WorkKind(TO_RECEIVE, "Tiếp nhận phản ánh", "petitions:one"),
        WorkKind(TO_ANSWER, "Trả lời phản ánh", "petitions:one"),
        WorkKind(TO_APPROVE, "Duyệt trả lời phản ánh", "petitions:one"),
        WorkKind(TO_PUBLISH, "Công khai phản ánh", "petitions:one"),
        WorkKind(AWAITING, "Chờ bổ sung phản ánh", "petitions:one"),
    ),
    periodic=(Periodic("petitions.lapse", "25 * * * *", lapse_unverified),),
    holdings=HOLDINGS,
    ties=TIES,
)
