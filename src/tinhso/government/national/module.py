"""What the national exchange brings to the house."""

from tinhso.government.national import content, drain, handlers, jobs
from tinhso.government.national.access import OPERATE, SEE
from tinhso.government.national.health import portal_hears
from tinhso.government.national.holdings import HOLDINGS, TIES
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Periodic, Subscription

MODULE = Module(
    name="national",
    title="Cổng Dịch vụ công quốc gia",
    order=70,
    abilities=(
        Ability(OPERATE, "Vận hành kết nối Cổng Dịch vụ công quốc gia"),
        Ability(SEE, "Xem khác biệt với danh mục thủ tục quốc gia"),
    ),
    roles={"operator": (OPERATE, SEE), "one_stop_head": (SEE,), "province_leader": (SEE,)},
    subscriptions=tuple(
        Subscription("national.follow", fact, handlers.note, handlers.note_all) for fact in handlers.heard()
    ),
    loops=(Loop("national.drain", drain.run_once, pause=0.2),),
    periodic=(
        Periodic("national.pull_filings", "* * * * *", jobs.pull_filings),
        Periodic("national.compare", "* * * * *", jobs.compare),
        Periodic("national.catalogue", "10 2 * * *", jobs.fetch_national_catalogue),
        Periodic("national.slim", "40 2 * * *", jobs.slim_old_records),
    ),
    menu=(
        MenuEntry("Cổng quốc gia", "national:console", "globe", 62, (OPERATE,)),
        MenuEntry("Danh mục quốc gia", "national:catalogue", "book-open", 63, (SEE,)),
    ),
    health=(portal_hears,),
    content=content.check,
    holdings=HOLDINGS,
    ties=TIES,
)
