"""What csc brings to the house."""

from tinhso.foundation.csc import actions
from tinhso.foundation.csc.data import CONSENT_WORK, KEEP_SEAL, SYSTEMS
from tinhso.foundation.csc.demo import load_demo
from tinhso.foundation.csc.holdings import HOLDINGS
from tinhso.kernel import clock
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, WorkKind


def end_expired() -> int:
    """End what was not used in time."""
    return actions.end_expired(now=clock.now())


MODULE = Module(
    name="csc",
    title="Con dấu số",
    order=48,
    abilities=(
        Ability(KEEP_SEAL, "Giữ con dấu số của cơ quan, cho hệ thống khác ký"),
        Ability(SYSTEMS, "Đăng ký hệ thống kết nối ký bằng con dấu số"),
    ),
    roles={"clerk": (KEEP_SEAL,), "operator": (SYSTEMS,)},
    menu=(MenuEntry("Con dấu số", "csc:home", "stamp", 72, (KEEP_SEAL, SYSTEMS)),),
    work_kinds=(WorkKind(CONSENT_WORK, "Cho phép ký bằng con dấu số", "csc:authorisation"),),
    periodic=(Periodic("csc.end_expired", "*/10 * * * *", end_expired),),
    holdings=HOLDINGS,
    demo=load_demo,
)
