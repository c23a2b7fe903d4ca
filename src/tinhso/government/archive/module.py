"""What the archive brings to the house."""

from django.utils.translation import gettext_noop as _

from tinhso.government.archive import handlers, stores
from tinhso.government.archive.actions.checking import begin_check, check_some
from tinhso.government.archive.data import (
    ALLOW,
    ALLOW_WORK,
    ANSWER_WORK,
    CHECK,
    LEND,
    MEND_WORK,
    READ,
    RECEIVE,
    RETURN_WORK,
    SEE,
    TAKE_WORK,
)
from tinhso.government.archive.dip import end_readings, make_copy, remind_readers
from tinhso.government.archive.holdings import HOLDINGS, TIES
from tinhso.government.archive.making import make_next
from tinhso.government.casefiles.events import FilesSent, FilesTakenBack
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Periodic, Subscription, WorkKind


def work_once() -> bool:
    """Make one package and a reader's copy, look at some of the holding; say whether there was anything to do."""
    return any([make_next(), make_copy(), end_readings(), check_some()])


MODULE = Module(
    name="archive",
    title="Kho lưu trữ",
    order=70,
    abilities=(
        Ability(SEE, "Tìm, mở gói trong kho lưu trữ của cơ quan"),
        Ability(RECEIVE, "Tiếp nhận hồ sơ nộp lưu và gói từ nơi khác"),
        Ability(CHECK, "Kiểm tra toàn bộ kho lưu trữ"),
        Ability(READ, "Yêu cầu khai thác, đọc, mượn tài liệu lưu trữ"),
        Ability(LEND, "Giải quyết yêu cầu khai thác tài liệu lưu trữ"),
        Ability(ALLOW, "Cho phép khai thác tài liệu tiếp cận có điều kiện"),
    ),
    roles={
        "clerk": (SEE, RECEIVE, CHECK, LEND, READ),
        "leader": (SEE, LEND, ALLOW, READ),
        **dict.fromkeys(("one_stop_officer", "specialist", "unit_head", "accountant", "province_leader"), (READ,)),
    },
    menu=(
        MenuEntry("Kho lưu trữ", "archive:home", "landmark", 52, (SEE,)),
        MenuEntry("Đọc tài liệu lưu trữ", "archive:reading", "book-open", 53, (READ,)),
    ),
    citizen_menu=(MenuEntry(_("Tài liệu lưu trữ"), "archive:reading", "book-open", 6),),
    work_kinds=(
        WorkKind(TAKE_WORK, "Tiếp nhận hồ sơ nộp lưu", "archive:slip"),
        WorkKind(ANSWER_WORK, "Yêu cầu khai thác tài liệu lưu trữ", "archive:request"),
        WorkKind(ALLOW_WORK, "Cho phép khai thác tài liệu có điều kiện", "archive:request"),
        WorkKind(RETURN_WORK, "Thu hồi bản giấy cho mượn", "archive:request"),
        WorkKind(MEND_WORK, "Bản đọc chưa lập được", "archive:request"),
    ),
    subscriptions=(
        Subscription("archive.sent", FilesSent, handlers.files_sent),
        Subscription("archive.taken_back", FilesTakenBack, handlers.files_taken_back),
    ),
    loops=(Loop("archive.work", work_once, pause=10.0),),
    periodic=(
        Periodic("archive.check", "10 1 1 * *", begin_check),
        Periodic("archive.sweep", "50 2 * * *", stores.sweep),
        Periodic("archive.remind", "40 7 * * *", remind_readers),
    ),
    holdings=HOLDINGS,
    ties=TIES,
)
