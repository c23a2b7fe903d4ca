"""What transfers bring to the house."""

from tinhso.government.dossiers.events import DossierTransferred
from tinhso.government.transfers import handlers
from tinhso.government.transfers.actions import raise_late
from tinhso.government.transfers.data import HAND, LATE_WORK, MISSING_WORK, SEND_WORK, TAKE_WORK
from tinhso.government.transfers.holdings import HOLDINGS, TIES
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="transfers",
    title="Bàn giao hồ sơ giấy",
    order=68,
    abilities=(Ability(HAND, "Giao, nhận hồ sơ giấy giữa các đơn vị"),),
    roles=dict.fromkeys(("one_stop_officer", "one_stop_head", "leader"), (HAND,)),
    menu=(MenuEntry("Bàn giao hồ sơ giấy", "transfers:list", "send", 31, (HAND,)),),
    work_kinds=(
        WorkKind(SEND_WORK, "Gửi hồ sơ giấy", "transfers:line"),
        WorkKind(TAKE_WORK, "Nhận hồ sơ giấy", "transfers:transfer"),
        WorkKind(MISSING_WORK, "Hồ sơ giấy chưa đến", "transfers:line"),
        WorkKind(LATE_WORK, "Hồ sơ giấy chậm xác nhận", "transfers:transfer"),
    ),
    subscriptions=(Subscription("transfers.note", DossierTransferred, handlers.passed_on),),
    periodic=(Periodic("transfers.late", "*/10 * * * *", raise_late),),
    holdings=HOLDINGS,
    ties=TIES,
)
