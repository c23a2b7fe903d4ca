"""What results bring to the house."""

from django.utils.translation import gettext as _

from tinhso.government.results.access import REVOKE, SEE
from tinhso.government.results.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Module

MODULE = Module(
    name="results",
    title=_("Kết quả giải quyết"),
    abilities=(
        Ability(SEE, _("Xem kết quả đã ban hành của đơn vị")),
        Ability(REVOKE, _("Thu hồi kết quả đã ban hành")),
    ),
    roles={
        "one_stop_officer": (SEE,),
        "one_stop_head": (SEE,),
        "specialist": (SEE,),
        "unit_head": (SEE,),
        "clerk": (SEE,),
        "leader": (SEE, REVOKE),
    },
    order=40,
    holdings=HOLDINGS,
)
