"""What dossiers bring to the house."""

from tinhso.data.population.events import PersonVerified
from tinhso.foundation.signing.events import SignatureFailed, SignatureMade
from tinhso.government.dossiers import handlers
from tinhso.government.dossiers.actions.abandoned import drop_drafts
from tinhso.government.dossiers.actions.watch import watch
from tinhso.government.dossiers.demo import load_dossiers
from tinhso.government.dossiers.holdings import HOLDINGS, TIES
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.modules import Ability, Indicator, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="dossiers",
    title="Hồ sơ",
    order=60,
    abilities=(
        Ability("dossiers.see", "Xem hồ sơ của đơn vị"),
        Ability("dossiers.receive", "Tiếp nhận, từ chối, yêu cầu bổ sung"),
        Ability("dossiers.process", "Thụ lý hồ sơ"),
        Ability("dossiers.sign", "Ký kết quả"),
        Ability("dossiers.hand_over", "Trả kết quả"),
        Ability("dossiers.oversee", "Xem số liệu và điều hành"),
    ),
    roles={
        "one_stop_officer": ("dossiers.see", "dossiers.receive", "dossiers.hand_over"),
        "specialist": ("dossiers.see", "dossiers.process"),
        "unit_head": ("dossiers.see", "dossiers.process", "dossiers.oversee"),
        "leader": ("dossiers.see", "dossiers.process", "dossiers.sign", "dossiers.oversee"),
        "clerk": ("dossiers.see",),
        "one_stop_head": ("dossiers.see", "dossiers.receive", "dossiers.hand_over", "dossiers.oversee"),
        "province_leader": ("dossiers.see", "dossiers.oversee"),
    },
    menu=(
        MenuEntry("Hồ sơ", "officer:dossiers", "folder", 2, ("dossiers.see",)),
        MenuEntry("Điều hành", "leader:overview", "chart-column", 6, ("dossiers.oversee",)),
    ),
    work_kinds=(
        WorkKind("dossiers.receive", "Tiếp nhận hồ sơ", "officer:dossier"),
        WorkKind("dossiers.step", "Xử lý hồ sơ", "officer:dossier"),
        WorkKind("dossiers.signing", "Kết quả đang ký số", "officer:dossier"),
        WorkKind("dossiers.letter", "Phiếu, thông báo chưa ký được", "officer:dossier"),
        WorkKind("dossiers.stuck", "Hồ sơ đứng yên", "officer:dossier"),
        WorkKind("dossiers.apologise", "Ký phiếu xin lỗi", "officer:dossier"),
    ),
    subscriptions=(
        *(
            Subscription("dossiers.notify", fact, handlers.tell_applicant, handlers.tell_applicants)
            for fact in handlers.TEMPLATES
        ),
        Subscription("dossiers.money", PaymentSettled, handlers.money_came),
        Subscription("dossiers.money", PaymentReopened, handlers.money_went),
        Subscription("dossiers.money", PaymentCancelled, handlers.money_not_asked),
        Subscription("dossiers.signing", SignatureMade, handlers.signature_made),
        Subscription("dossiers.signing", SignatureFailed, handlers.signature_failed),
        Subscription("dossiers.population", PersonVerified, handlers.person_verified),
    ),
    periodic=(Periodic("dossiers.watch", "*/10 * * * *", watch),),
    indicators=(Indicator("dossiers.received", "Hồ sơ tiếp nhận", "dossiers_daily"),),
    published_views=("dossiers_daily",),
    demo=load_dossiers,
    holdings=HOLDINGS,
    abandoned=lambda before: drop_drafts(SYSTEM, before=before),
    ties=TIES,
)
