"""What payments bring to the house."""

from django.utils.translation import gettext as _

from tinhso.government.payments import jobs
from tinhso.government.payments.access import APPROVE, CANCEL, COLLECT, RECONCILE, REFUND, SEE
from tinhso.government.payments.holdings import HOLDINGS, TIES
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic

MODULE = Module(
    name="payments",
    title=_("Thu phí, lệ phí"),
    abilities=(
        Ability(SEE, _("Xem khoản thu của đơn vị")),
        Ability(COLLECT, _("Thu tiền mặt tại quầy")),
        Ability(CANCEL, _("Hủy khoản thu chưa nộp đủ")),
        Ability(RECONCILE, _("Khớp giao dịch ngân hàng và đối chiếu")),
        Ability(REFUND, _("Đề nghị hoàn trả và xác nhận đã chi")),
        Ability(APPROVE, _("Duyệt hoàn trả")),
    ),
    roles={
        "one_stop_officer": (SEE, COLLECT, CANCEL),
        "one_stop_head": (SEE, COLLECT, CANCEL, REFUND),
        "specialist": (SEE, CANCEL),
        "unit_head": (SEE, CANCEL),
        "leader": (SEE, CANCEL, APPROVE),
        "accountant": (SEE, COLLECT, CANCEL, RECONCILE, REFUND),
        "province_leader": (SEE,),
    },
    menu=(
        MenuEntry("Thu phí, lệ phí", "payments:requests", "wallet", 22, (SEE,)),
        MenuEntry("Giao dịch chưa khớp", "payments:unmatched", "circle-question-mark", 23, (RECONCILE,)),
    ),
    periodic=(
        Periodic("payments.connect_bank", "* * * * *", jobs.connect_bank),
        Periodic("payments.read_statement", "*/5 * * * *", jobs.read_statement),
        Periodic("payments.reconcile_asked", "* * * * *", jobs.reconcile_asked),
        Periodic("payments.reconcile", "30 1 * * *", jobs.reconcile_yesterday),
    ),
    order=42,
    holdings=HOLDINGS,
    ties=TIES,
)
