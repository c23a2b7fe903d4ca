"""What the console brings to the house."""

from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic
from tinhso.portals.operator.gate import CONSOLE
from tinhso.portals.operator.verifying import TASK, verify_record

MODULE = Module(
    name="operator",
    title="Kỹ thuật",
    abilities=(Ability(CONSOLE, "Mở trang kỹ thuật"),),
    roles={"operator": (CONSOLE,)},
    menu=(MenuEntry("Kỹ thuật", "operator:health", "server", 9, (CONSOLE,)),),
    periodic=(Periodic(TASK, "30 3 * * 0", verify_record),),
    order=90,
)
