"""What signing brings to the house: a health check. Who may sign is decided by the rooms that sign."""

from django.utils.translation import gettext as _

from tinhso.foundation.signing.actions import ensure_demo_authority
from tinhso.foundation.signing.data import KeyState
from tinhso.foundation.signing.models import SigningKey
from tinhso.kernel.modules import Health, HealthReport, Module


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


MODULE = Module(name="signing", title=_("Ký số"), health=(check_signing,), order=20)
