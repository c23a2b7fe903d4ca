"""What signing brings to the house: a health check. Who may sign is decided by the rooms that sign."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.signing import finishing, two_step
from tinhso.foundation.signing.actions import ensure_demo_authority
from tinhso.foundation.signing.checks.taking import forget_old
from tinhso.foundation.signing.checks.working import work as check_files
from tinhso.foundation.signing.data import KeyState
from tinhso.foundation.signing.holdings import HOLDINGS
from tinhso.foundation.signing.lasting.keeping import sweep as sweep_lasting
from tinhso.foundation.signing.lasting.listing import check_lasting
from tinhso.foundation.signing.lasting.working import work as renew
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.queue.reading import check_queue
from tinhso.foundation.signing.queue.working import work
from tinhso.foundation.signing.trust.health import check_sources
from tinhso.foundation.signing.trust.keeping import look_after_keys, sweep
from tinhso.foundation.signing.web.trust import OPERATE
from tinhso.kernel import clock
from tinhso.kernel.modules import Ability, Health, HealthReport, Loop, MenuEntry, Module, Periodic

OWN: Final = "signing.own"
"""A place in the rail for those who sign; the pages themselves are open to every officer."""
SIGNERS: Final = ("dossiers.sign", "drafting.sign")
"""Abilities of rooms above by which somebody signs: they find the queue in their rail, everybody by its address."""


def check_signing() -> HealthReport:
    """Tell the operator when demonstration keys sign, or when the keys cannot be opened."""
    try:
        ensure_demo_authority()
    except Exception as error:  # noqa: BLE001 - a health check reports whatever went wrong
        return HealthReport(
            "signing",
            Health.FAILED,
            _("Không mở được kho khóa ký (%(error)s). Kiểm tra thư mục secrets/signing và quyền đọc.")
            % {"error": type(error).__name__},
        )
    demo = SigningKey.objects.filter(is_demo=True, state=KeyState.ACTIVE.value).count()
    if demo:
        return HealthReport(
            "signing",
            Health.SLOW,
            _("Đang dùng %(count)d chứng thư minh họa, không có giá trị pháp lý. Thay bằng chứng thư công vụ.")
            % {"count": demo},
        )
    return HealthReport("signing", Health.OK, _("Không có chứng thư minh họa nào đang dùng."))


def sign_queued() -> bool:
    """Make the next signature asked for, and finish the next one brought back; tell whether there was any."""
    made = work()
    return finishing.work() or made


def forget_expired() -> int:
    """Empty what nobody consented to in time."""
    return two_step.forget_expired(now=clock.now())


def forget_checks() -> int:
    """Delete reports whose term is over."""
    return forget_old(now=clock.now())


MODULE = Module(
    name="signing",
    title=_("Ký số"),
    abilities=(
        Ability(OPERATE, gettext_noop("Vận hành việc kiểm tra chứng thư")),
        Ability(OWN, gettext_noop("Mở «Chữ ký số của tôi» từ trình đơn")),
    ),
    roles={
        "operator": (OPERATE,),
        **dict.fromkeys(("leader", "unit_head", "clerk", "specialist", "province_leader"), (OWN,)),
    },
    menu=(
        MenuEntry(gettext_noop("Chữ ký số của tôi"), "signing:mine", "signature", 70, (OWN,)),
        MenuEntry(gettext_noop("Hàng đợi ký số"), "signing:requests", "clock", 71, SIGNERS),
        MenuEntry(gettext_noop("Kiểm tra nhiều tệp"), "signing:checks", "scan", 72, (OWN,)),
        MenuEntry(gettext_noop("Tin cậy chứng thư"), "signing:trust", "shield-check", 93, (OPERATE,)),
        MenuEntry(gettext_noop("Chữ ký giữ lâu dài"), "signing:lasting", "history", 94, (OPERATE,)),
    ),
    periodic=(
        Periodic("signing.sweep", "15 3 * * *", sweep),
        Periodic("signing.lasting", "45 3 * * *", sweep_lasting),
        Periodic("signing.forget_checks", "25 * * * *", forget_checks),
        Periodic("signing.forget_expired", "*/15 * * * *", forget_expired),
    ),
    loops=(
        Loop("signing.standings", look_after_keys, 5.0),
        Loop("signing.queue", sign_queued, 1.0),
        Loop("signing.lasting", renew, 20.0),
        Loop("signing.checks", check_files, 3.0),
    ),
    health=(check_signing, check_sources, check_queue, finishing.check_finishing, check_lasting),
    holdings=HOLDINGS,
    order=20,
)
