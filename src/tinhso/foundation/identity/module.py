"""What identity brings to the house."""

from tinhso.foundation.identity.counter import HELP, MANAGE
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
        Ability(MANAGE, "Cấp tài khoản cán bộ, cấp lại mật khẩu cán bộ"),
        Ability(HELP, "Hỗ trợ tài khoản công dân, doanh nghiệp tại quầy"),
    ),
    roles={"operator": (MANAGE, HELP), "one_stop_officer": (HELP,), "one_stop_head": (HELP,)},
    menu=(MenuEntry("Hỗ trợ tài khoản", "identity:help", "user-check", 60, (HELP, MANAGE)),),
    periodic=(Periodic("identity.forget_old_tries", "20 2 * * *", _forget_old),),
    demo=load_accounts,
    order=20,
)
