"""What procedures bring to the house."""

from django.utils.translation import gettext as _

from tinhso.government.procedures.access import EDIT, PUBLISH
from tinhso.government.procedures.health import content_health
from tinhso.government.procedures.loader import load_configured
from tinhso.kernel.modules import Ability, MenuEntry, Module

MODULE = Module(
    name="procedures",
    title=_("Thủ tục hành chính"),
    abilities=(
        Ability(EDIT, _("Soạn thủ tục trong xưởng")),
        Ability(PUBLISH, _("Ban hành, bãi bỏ thủ tục")),
    ),
    roles={"operator": (EDIT,), "one_stop_head": (EDIT,), "province_leader": (PUBLISH,)},
    menu=(MenuEntry("Xưởng thủ tục", "procedures:workshop", "pencil", 80, (EDIT, PUBLISH)),),
    content=load_configured,
    health=(content_health,),
    order=50,
)
