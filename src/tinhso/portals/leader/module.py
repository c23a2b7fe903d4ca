"""What the leader's portal brings to the house: it hands ratings on to figures, which stand beside each other."""

from tinhso.government.ratings.events import HandlingRated
from tinhso.kernel.modules import Module, Subscription, WorkKind
from tinhso.portals.leader import handlers

MODULE = Module(
    name="leader",
    title="Điều hành",
    order=80,
    work_kinds=(WorkKind("leader.task", "Việc lãnh đạo giao", "leader:task"),),
    subscriptions=(Subscription("leader.ratings", HandlingRated, handlers.rated),),
)
