"""What transfers hold of dossiers, and when they keep one: while its paper is on its way."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.transfers.data import LineState
from tinhso.government.transfers.models import PaperLine
from tinhso.kernel.holdings import Fate, Holding, Tie

HOLDINGS: Final = (
    Holding("transfers.PaperTransfer", _("Phiếu bàn giao hồ sơ giấy")),
    Holding(
        "transfers.PaperLine",
        _("Hồ sơ giấy đã bàn giao"),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"applicant": "", "papers": [], "remark": ""},
    ),
    Holding(
        "transfers.StruckLine",
        _("Hồ sơ giấy đã rút khỏi phiếu bàn giao"),
        subject=("line__dossier_id",),
        fate=Fate.BLANK,
        blank={"remark": ""},
    ),
)
_ON_ITS_WAY: Final = (LineState.WAITING, LineState.SENT, LineState.MISSING)


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return the dossiers whose paper is not where it belongs yet."""
    rows = PaperLine.objects.filter(dossier_id__in=list(ids), state__in=_ON_ITS_WAY)
    return dict.fromkeys(rows.values_list("dossier_id", flat=True), gettext("Hồ sơ giấy chưa bàn giao xong."))


TIES: Final = (Tie("transfers.paper", tied),)
