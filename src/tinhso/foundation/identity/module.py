"""What identity brings to the house."""

from tinhso.foundation.identity.demo import load_accounts
from tinhso.foundation.identity.throttle import forget_old
from tinhso.kernel import clock
from tinhso.kernel.modules import Ability, Module, Periodic


def _forget_old() -> int:
    return forget_old(now=clock.now())


MODULE = Module(
    name="identity",
    title="Định danh",
    abilities=(Ability("identity.manage_accounts", "Cấp và khóa tài khoản cán bộ"),),
    roles={"operator": ("identity.manage_accounts",)},
    periodic=(Periodic("identity.forget_old_tries", "20 2 * * *", _forget_old),),
    demo=load_accounts,
    order=20,
)
