"""What the register brings to the house."""

from tinhso.foundation.certificates import handlers
from tinhso.foundation.certificates.data import ASK, EXPIRY_WORK, HOLDER_WORK, MANAGE, MANAGE_WORK, SEE
from tinhso.foundation.certificates.holdings import HOLDINGS
from tinhso.foundation.certificates.jobs import adopt_keys, ask_authorities, check_holders, end_due, warn_due
from tinhso.foundation.organisations.events import AppointmentChanged, UnitChanged, UnitSucceeded
from tinhso.foundation.signing.events import KeyStandingChanged
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, Subscription, WorkKind


def nightly() -> None:
    """Bring the register up to the day."""
    adopt_keys()
    end_due()
    check_holders()
    warn_due()
    ask_authorities()


def load_demo(*_args: object, **_options: object) -> int:
    """Enter the demonstration keys into the register; return how many were entered."""
    return adopt_keys()


MODULE = Module(
    name="certificates",
    title="Chứng thư chữ ký số",
    order=64,
    abilities=(
        Ability(SEE, "Xem sổ chứng thư chữ ký số"),
        Ability(ASK, "Đề nghị cấp chứng thư chữ ký số"),
        Ability(MANAGE, "Quản lý chứng thư chữ ký số"),
    ),
    roles={
        "operator": (SEE, ASK, MANAGE),
        "clerk": (SEE, ASK),
        "leader": (SEE,),
        "province_leader": (SEE,),
    },
    menu=(MenuEntry("Chứng thư số", "certificates:list", "shield-check", 73, (SEE, ASK, MANAGE)),),
    work_kinds=(
        WorkKind(MANAGE_WORK, "Duyệt đề nghị cấp chứng thư", "certificates:certificate"),
        WorkKind(HOLDER_WORK, "Người giữ chứng thư thay đổi", "certificates:certificate"),
        WorkKind(EXPIRY_WORK, "Chứng thư sắp hết hạn", "certificates:certificate"),
    ),
    subscriptions=(
        Subscription("certificates.posts", AppointmentChanged, handlers.post_changed),
        Subscription("certificates.units_closed", UnitChanged, handlers.unit_closed),
        Subscription("certificates.units_merged", UnitSucceeded, handlers.unit_succeeded),
        Subscription("certificates.standings", KeyStandingChanged, handlers.standing_changed),
    ),
    periodic=(
        Periodic("certificates.nightly", "20 1 * * *", nightly),
        Periodic("certificates.ends", "*/10 * * * *", end_due),
    ),
    holdings=HOLDINGS,
    demo=load_demo,
)
