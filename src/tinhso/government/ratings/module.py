"""What ratings bring to the house."""

from tinhso.government.dossiers.events import ResultHandedOver
from tinhso.government.ratings import handlers
from tinhso.government.ratings.access import SEE, SETTLE, SHOW
from tinhso.government.ratings.actions import COMPLAINT
from tinhso.government.ratings.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, MenuEntry, Module, Subscription, WorkKind

MODULE = Module(
    name="ratings",
    title="Đánh giá",
    order=65,
    abilities=(
        Ability(SEE, "Xem ý kiến đánh giá, không có tên người đánh giá"),
        Ability(SHOW, "Mời đánh giá tại quầy"),
        Ability(SETTLE, "Ghi nhận việc khắc phục"),
    ),
    roles={
        "one_stop_officer": (SHOW,),
        "one_stop_head": (SEE, SHOW, SETTLE),
        "unit_head": (SEE,),
        "leader": (SEE, SETTLE),
        "province_leader": (SEE,),
    },
    menu=(MenuEntry("Đánh giá", "ratings:list", "star", 12, (SEE,)),),
    work_kinds=(WorkKind(COMPLAINT, "Ý kiến không hài lòng", "ratings:one"),),
    subscriptions=(Subscription("ratings.ask", ResultHandedOver, handlers.ask, handlers.ask_all),),
    holdings=HOLDINGS,
)
