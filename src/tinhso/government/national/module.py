"""What the national exchange brings to the house."""

from tinhso.government.national import content, drain, handlers
from tinhso.government.national.access import OPERATE, SEE
from tinhso.kernel.modules import Ability, Loop, Module, Subscription

MODULE = Module(
    name="national",
    title="Cổng Dịch vụ công quốc gia",
    order=70,
    abilities=(
        Ability(OPERATE, "Vận hành kết nối Cổng Dịch vụ công quốc gia"),
        Ability(SEE, "Xem khác biệt với danh mục thủ tục quốc gia"),
    ),
    roles={"operator": (OPERATE, SEE), "one_stop_head": (SEE,), "province_leader": (SEE,)},
    subscriptions=tuple(Subscription("national.follow", fact, handlers.note) for fact in handlers.heard()),
    loops=(Loop("national.drain", drain.run_once, pause=0.2),),
    content=content.check,
)
