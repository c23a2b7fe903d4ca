"""What identity brings to the house."""

from tinhso.foundation.identity.actions import MANAGE_ACCOUNTS
from tinhso.foundation.identity.counter import HELP
from tinhso.foundation.identity.demo import load_accounts
from tinhso.foundation.identity.throttle import forget_old
from tinhso.kernel import clock
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic


def _forget_old() -> int:
    return forget_old(now=clock.now())


MODULE = Module(
    name="identity",
    title="Định danh",
    abilities=(
        Ability(MANAGE_ACCOUNTS, "Cấp tài khoản cán bộ, cấp lại mật khẩu cán bộ"),
        Ability(HELP, "Hỗ trợ tài khoản công dân, doanh nghiệp tại quầy"),
    ),
    roles={"operator": (MANAGE_ACCOUNTS, HELP), "one_stop_officer": (HELP,), "one_stop_head": (HELP,)},
    menu=(MenuEntry("Hỗ trợ tài khoản", "identity:help", "user-check", 60, (HELP, MANAGE_ACCOUNTS)),),
    periodic=(Periodic("identity.forget_old_tries", "20 2 * * *", _forget_old),),
    demo=load_accounts,
    order=20,
)
