"""What population brings to the house."""

from tinhso.data.population.access import LOOK_UP, OPERATE, OVERSEE
from tinhso.data.population.health import source_answers
from tinhso.data.population.holdings import HOLDINGS
from tinhso.data.population.records import EXCESS_WORK
from tinhso.data.population.working import work_some
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, WorkKind

MODULE = Module(
    name="population",
    title="Dữ liệu dân cư",
    abilities=(
        Ability(LOOK_UP, "Tra cứu dân cư khi tiếp nhận, giải quyết hồ sơ"),
        Ability(OVERSEE, "Xem nhật ký tra cứu dân cư của đơn vị"),
        Ability(OPERATE, "Vận hành kết nối CSDL dân cư"),
    ),
    roles={
        "one_stop_officer": (LOOK_UP,),
        "specialist": (LOOK_UP,),
        "unit_head": (OVERSEE,),
        "operator": (OPERATE,),
    },
    menu=(
        MenuEntry("Tra cứu dân cư", "population:look_up", "user-check", 20, (LOOK_UP,)),
        MenuEntry("Nguồn dân cư", "population:source", "activity", 92, (OPERATE,)),
    ),
    work_kinds=(WorkKind(EXCESS_WORK, "Tra cứu dân cư vượt mức", "population:excess"),),
    loops=(Loop("population.verify", work_some, 5.0),),
    health=(source_answers,),
    order=45,
    holdings=HOLDINGS,
)
