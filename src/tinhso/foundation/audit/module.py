"""What the audit brings to the house."""

from tinhso.foundation.audit.actions import forget_shown
from tinhso.foundation.audit.health import defended, sealed_in_time
from tinhso.foundation.audit.holdings import HOLDINGS
from tinhso.foundation.audit.sealing import seal_pending
from tinhso.kernel.modules import Module, Periodic

MODULE = Module(
    name="audit",
    title="Nhật ký",
    periodic=(
        Periodic("audit.seal", "* * * * *", seal_pending),
        Periodic("audit.forget_shown", "7 * * * *", forget_shown),
    ),
    health=(sealed_in_time, defended),
    order=10,
    holdings=HOLDINGS,
)
