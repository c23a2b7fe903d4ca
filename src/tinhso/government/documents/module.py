"""What documents bring to the house."""

from tinhso.government.documents import jobs, texts
from tinhso.government.documents.actions.books import void_unused
from tinhso.government.documents.actions.desk import (
    CARRY_WORK,
    LATE_WORK,
    READ_WORK,
    REVIEW_WORK,
    SECRECY_WORK,
    TAKE_WORK,
)
from tinhso.government.documents.actions.follow import remind
from tinhso.government.documents.api.once import drop_replays
from tinhso.government.documents.data import BOOKS, DIRECT_WORK, INSTRUCT, ISSUE, LIST, READ, REGISTER, USE
from tinhso.government.documents.demo import load_demo
from tinhso.government.documents.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Periodic, WorkKind

_EVERYBODY = ("one_stop_officer", "specialist", "unit_head", "leader", "clerk", "one_stop_head", "accountant")
_ROLES = {
    **dict.fromkeys(_EVERYBODY, (USE, LIST)),
    "one_stop_head": (USE,),
    "unit_head": (USE, LIST),  # heads give on what they were given (assign_on); to direct the agency is its leaders'
    "leader": (USE, LIST, READ, INSTRUCT, BOOKS),
    "clerk": (USE, LIST, READ, REGISTER, ISSUE, BOOKS),
    "province_leader": (USE, LIST, READ, INSTRUCT, BOOKS),
}

MODULE = Module(
    name="documents",
    title="Văn bản",
    order=50,
    abilities=(
        Ability(USE, "Mở văn bản được giao, được gửi"),
        Ability(LIST, "Có mục Văn bản trong bảng việc"),
        Ability(READ, "Xem sổ và văn bản của cơ quan"),
        Ability(REGISTER, "Tiếp nhận, vào sổ văn bản đến"),
        Ability(ISSUE, "Cấp số, phát hành, thu hồi văn bản đi"),
        Ability(INSTRUCT, "Cho ý kiến chỉ đạo, giao xử lý văn bản"),
        Ability(BOOKS, "Lập, đóng sổ đăng ký văn bản"),
    ),
    roles=_ROLES,
    menu=(MenuEntry("Văn bản", "documents:list", "file-text", 3, (LIST,)),),
    work_kinds=(
        WorkKind(TAKE_WORK, "Tiếp nhận văn bản đến", "documents:one"),
        WorkKind(DIRECT_WORK, "Cho ý kiến chỉ đạo văn bản đến", "documents:one"),
        WorkKind(CARRY_WORK, "Xử lý văn bản được giao", "documents:instruction"),
        WorkKind(READ_WORK, "Đọc văn bản để biết", "documents:instruction"),
        WorkKind(REVIEW_WORK, "Xem lại việc đã giao", "documents:instruction"),
        WorkKind(LATE_WORK, "Đôn đốc việc quá hạn của phòng", "documents:instruction"),
        WorkKind(SECRECY_WORK, "Kiểm tra dấu hiệu bí mật nhà nước", "documents:one"),
    ),
    loops=(Loop("documents.texts", texts.run_once, 2.0),),
    periodic=(
        Periodic("documents.void_unused", "5 0 * * *", void_unused),
        Periodic("documents.remind", "30 7 * * *", remind),
        Periodic("documents.late", "*/10 * * * *", jobs.raise_late),
        Periodic("documents.replays", "25 3 * * *", drop_replays),
        Periodic("documents.unowned", "40 5 * * *", jobs.find_owners),
    ),
    holdings=HOLDINGS,
    demo=load_demo,
)
