"""What figures bring to the house."""

from tinhso.government.dossiers import events
from tinhso.government.figures import handlers, projection
from tinhso.government.figures.access import SEE
from tinhso.government.figures.holdings import HOLDINGS
from tinhso.government.papers.events import PaperUsed
from tinhso.government.payments.events import PaymentReopened, PaymentSettled, RefundMade
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Subscription

MOVES = (
    events.DossierSubmitted,
    events.DossierReceived,
    events.DossierRefused,
    events.DossierTransferred,
    events.SupplementAsked,
    events.DossierSupplemented,
    events.FeeAsked,
    events.FeePaid,
    events.FeeWaived,
    events.FeeCancelled,
    events.FeeReopened,
    events.DossierExtended,
    events.PromiseRecomputed,
    events.ResultSigned,
    events.ResultReturned,
    events.DossierCorrected,
    events.DossierEnded,
    events.LinkedConcluded,
    events.ResultHandedOver,
)
"""Facts after which something counted may be different; a step taken moves no figure."""

MODULE = Module(
    name="figures",
    title="Số liệu",
    order=70,
    abilities=(Ability(SEE, "Xem bảng số liệu và điểm đánh giá của đơn vị"),),
    roles=dict.fromkeys(("one_stop_head", "unit_head", "leader", "province_leader"), (SEE,)),
    menu=(MenuEntry("Số liệu", "figures:table", "gauge", 7, (SEE,)),),
    subscriptions=tuple(
        Subscription("figures.dossiers", fact, handlers.moved, handlers.all_moved)
        for fact in (*MOVES, PaymentSettled, PaymentReopened, RefundMade, PaperUsed)
    ),
    loops=(Loop("figures.follow", projection.follow, 2.0),),
    holdings=HOLDINGS,
)
