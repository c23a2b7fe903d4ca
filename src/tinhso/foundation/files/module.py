"""What files brings to the house."""

from tinhso.foundation.files.holdings import HOLDINGS
from tinhso.foundation.files.jobs import check_store, clean_up
from tinhso.foundation.files.rescan import check_safety, rescan
from tinhso.foundation.files.stores import carry_over
from tinhso.kernel.modules import Ability, Module, Periodic

MODULE = Module(
    name="files",
    title="Kho tệp",
    abilities=(Ability("files.safety", "Xem an toàn tệp: tệp bị từ chối, bị giữ"),),
    roles={"operator": ("files.safety",)},
    periodic=(
        Periodic("files.clean_up", "17 * * * *", clean_up),
        Periodic("files.carry_over", "* * * * *", carry_over),
        Periodic("files.rescan", "*/5 * * * *", rescan),
    ),
    health=(check_store, check_safety),
    order=10,
    holdings=HOLDINGS,
)
