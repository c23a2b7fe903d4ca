"""What prints bring to the house: a health check."""

from django.utils.translation import gettext as _

from tinhso.foundation.prints import contracts, rendering
from tinhso.kernel.modules import Health, HealthReport, Module


def check_prints() -> HealthReport:
    """Print the receipt's example; tell the operator when it cannot be done."""
    try:
        rendering.render_pdf("mau_01", rendering.get_example("mau_01"))
    except Exception as error:  # noqa: BLE001 - a health check reports whatever went wrong
        return HealthReport(
            "prints",
            Health.FAILED,
            _("Không in được giấy tiếp nhận (%(error)s). Kiểm tra thư mục content/prints và gói typst.")
            % {"error": type(error).__name__},
        )
    count = len(contracts.list_templates())
    return HealthReport("prints", Health.OK, _("In được; có %(count)d mẫu in.") % {"count": count})


MODULE = Module(name="prints", title=_("Bản in"), health=(check_prints,), order=20)
