"""What identity brings to the house."""

from tinhso.kernel.modules import Ability, Module

MODULE = Module(
    name="identity",
    title="Định danh",
    abilities=(Ability("identity.manage_accounts", "Cấp và khóa tài khoản cán bộ"),),
    roles={"operator": ("identity.manage_accounts",)},
    order=20,
)
