"""What figures hold of dossiers: codes, days and counts, no person."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

_WHY: Final = "Chỉ có mã, ngày và số đếm; số liệu đã công bố không đổi."
HOLDINGS: Final = (
    Holding("figures.DossierFact", _("Dòng số liệu"), subject=("dossier_id",), why=_WHY),
    Holding("figures.WaitingFact", _("Dòng chờ tính"), subject=("dossier_id",), why=_WHY),
)
