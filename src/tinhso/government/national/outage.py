"""What citizens are told while the National Portal does not hear: since when, and that nothing here stops."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.national.adapters.lgsp import connection
from tinhso.government.national.data import UNSETTLED, Connection
from tinhso.government.national.models import NationalCircuit, NationalRecord
from tinhso.kernel import clock
from tinhso.ui.outages import Outage

PATIENCE: Final = timedelta(minutes=15)
"""How long something waits before citizens are told: a short break is nobody's business."""


def outages() -> Sequence[Outage]:
    """Return the outage of the portal, if there is one: it fails or is paused, and something has waited too long.

    A dossier the portal refused is not an outage. No query without a connection, otherwise two.
    """
    if connection() is Connection.NONE:
        return ()
    row = NationalCircuit.objects.filter(pk=1).first()
    if row is None or not (row.failures or row.is_paused):
        return ()
    waiting = NationalRecord.objects.filter(
        state__in=UNSETTLED, made_at__lt=clock.now() - PATIENCE, mirror__is_blocked=False
    )
    since = waiting.order_by("made_at").values_list("made_at", flat=True).first()
    if since is None:
        return ()
    title = _("Cổng Dịch vụ công quốc gia đang gián đoạn kết nối với hệ thống của tỉnh")
    text = _(
        "Ông/Bà vẫn nộp, bổ sung và tra cứu hồ sơ tại trang này bình thường, không có gì bị mất. Tiến độ trên Cổng "
        "quốc gia có thể hiện chậm và được cập nhật tự động khi kết nối trở lại."
    )
    return (Outage(title, text, since),)
