"""What digitisation brings to the house."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.government.digitisation import handlers, work
from tinhso.government.digitisation.access import REVIEW, SCAN, SEE
from tinhso.government.digitisation.health import check_reading
from tinhso.government.digitisation.holdings import HOLDINGS
from tinhso.government.dossiers.events import DossierReceived, ResultSigned
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Subscription

_DESK: Final = (SEE, SCAN, REVIEW)

MODULE = Module(
    name="digitisation",
    title=_("Số hóa giấy tờ"),
    order=55,
    abilities=(
        Ability(SEE, _("Xem việc số hóa giấy tờ và số liệu")),
        Ability(SCAN, _("Kiểm tra giấy tờ, quét, ký bản số hóa")),
        Ability(REVIEW, _("Kiểm tra chất lượng bản số hóa của người khác")),
    ),
    roles={
        "one_stop_officer": _DESK,
        "one_stop_head": _DESK,
        "specialist": _DESK,
        "unit_head": (SEE,),
        "leader": (SEE,),
    },
    menu=(
        MenuEntry(_("Số hóa"), "digitisation:queue", "scan", 23, (SEE,)),
        MenuEntry(_("An toàn tệp"), "digitisation:safety", "shield-check", 64, ("files.safety",)),
    ),
    subscriptions=tuple(
        Subscription("digitisation.follow", fact, handlers.follow, handlers.follow_all)
        for fact in (DossierReceived, ResultSigned)
    ),
    loops=(Loop("digitisation.work", work.run_once, pause=2.0),),
    health=(check_reading,),
    holdings=HOLDINGS,
)
