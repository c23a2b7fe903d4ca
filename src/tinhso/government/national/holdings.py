"""What the exchange holds of dossiers, and when it keeps one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.national.data import RecordState
from tinhso.government.national.models import NationalRecord
from tinhso.kernel.holdings import Fate, Holding, Tie

HOLDINGS: Final = (
    Holding(
        "national.NationalRecord",
        _("Bản ghi gửi Cổng quốc gia"),
        account=("mirror__person_id",),
        left_out=("payload_hash",),
        subject=("mirror__dossier_id",),
        fate=Fate.BLANK,
        blank={"payload": {}, "is_slim": True},
    ),
    Holding(
        "national.NationalMirror",
        _("Hồ sơ trên Cổng quốc gia"),
        account=("person_id",),
        left_out=("claim", "claimed_until"),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"person_id": None},
    ),
    Holding(
        "national.NationalFiling",
        _("Hồ sơ nộp từ Cổng quốc gia"),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"payload": {}},
    ),
)


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers of which the portal has not acknowledged everything."""
    waiting = [RecordState.WAITING.value, RecordState.SENT.value]
    rows = NationalRecord.objects.filter(mirror_id__in=list(ids), state__in=waiting)
    sentence = gettext("Còn bản ghi chưa đồng bộ lên Cổng Dịch vụ công quốc gia.")
    return dict.fromkeys(rows.values_list("mirror_id", flat=True).distinct(), sentence)


TIES: Final = (Tie("national.waiting", tied),)
