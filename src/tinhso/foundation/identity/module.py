"""What identity brings to the house."""

from tinhso.foundation.identity.actions import MANAGE_ACCOUNTS
from tinhso.foundation.identity.counter import HELP
from tinhso.foundation.identity.demo import load_accounts
from tinhso.foundation.identity.holdings import HOLDINGS
from tinhso.foundation.identity.jobs import forget_old, look_after_keys, send_notices
from tinhso.foundation.identity.national.health import sign_on_answers
from tinhso.foundation.identity.provider.data import CLIENTS
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic

MODULE = Module(
    name="identity",
    title="Định danh",
    abilities=(
        Ability(MANAGE_ACCOUNTS, "Cấp tài khoản cán bộ, cấp lại mật khẩu cán bộ"),
        Ability(HELP, "Hỗ trợ tài khoản công dân, doanh nghiệp tại quầy"),
        Ability(CLIENTS, "Đăng ký hệ thống dùng chung đăng nhập"),
    ),
    roles={"operator": (MANAGE_ACCOUNTS, HELP, CLIENTS), "one_stop_officer": (HELP,), "one_stop_head": (HELP,)},
    menu=(
        MenuEntry("Hỗ trợ tài khoản", "identity:help", "user-check", 60, (HELP, MANAGE_ACCOUNTS)),
        MenuEntry("Dùng chung đăng nhập", "identity:clients", "globe", 61, (CLIENTS,)),
    ),
    periodic=(
        Periodic("identity.forget_old_tries", "20 2 * * *", forget_old),
        Periodic("identity.sign_on_keys", "30 2 * * *", look_after_keys),
        Periodic("identity.logout_notices", "* * * * *", send_notices),
    ),
    health=(sign_on_answers,),
    demo=load_accounts,
    order=20,
    holdings=HOLDINGS,
)
