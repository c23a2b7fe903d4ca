"""What notifications bring to the house."""

from django.utils.translation import gettext_lazy as _

from tinhso.foundation.identity.events import HolderProven, PhoneChanged
from tinhso.foundation.notifications import handlers, jobs
from tinhso.foundation.notifications.access import MANAGE
from tinhso.foundation.notifications.content import load_content
from tinhso.foundation.notifications.health import mail_leaves
from tinhso.foundation.notifications.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Module, Periodic, Subscription

MODULE = Module(
    name="notifications",
    title=str(_("Thông báo")),
    abilities=(Ability(MANAGE, str(_("Xem và gửi lại thư chưa gửi được"))),),
    roles={"operator": (MANAGE,)},
    periodic=(Periodic("notifications.sweep", "*/5 * * * *", jobs.sweep),),
    health=(mail_leaves,),
    subscriptions=(
        Subscription("notifications.account", PhoneChanged, handlers.phone_changed),
        Subscription("notifications.holder", HolderProven, handlers.holder_proven),
    ),
    content=load_content,
    order=40,
    holdings=HOLDINGS,
)
