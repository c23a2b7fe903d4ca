"""What groups bring to the house."""

from tinhso.government.dossiers.events import DossierEnded, FeeWaived
from tinhso.government.groups import handlers
from tinhso.government.groups.actions.endings import drop_abandoned
from tinhso.government.groups.holdings import HOLDINGS
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
from tinhso.kernel.modules import MenuEntry, Module, Subscription

MODULE = Module(
    name="groups",
    title="Hồ sơ theo nhóm",
    order=67,
    citizen_menu=(MenuEntry("Hồ sơ theo nhóm", "groups:mine", "files", 30),),
    subscriptions=(
        Subscription("groups.money", PaymentSettled, handlers.money_came),
        Subscription("groups.money", PaymentReopened, handlers.money_went),
        Subscription("groups.money", PaymentCancelled, handlers.money_not_asked),
        Subscription("groups.members", DossierEnded, handlers.member_ended),
        Subscription("groups.members", FeeWaived, handlers.member_ended),
    ),
    holdings=HOLDINGS,
    abandoned=drop_abandoned,
)
