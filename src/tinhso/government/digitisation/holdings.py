"""What digitisation holds of dossiers and files."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

_OF: Final = ("check_of__dossier_id",)
HOLDINGS: Final = (
    Holding(
        "digitisation.DigitisedPaper",
        _("Bản số hóa"),
        account=("check_of__person_id",),
        files=("merged_file_id", "file_id", "plan"),
        left_out=("prepared_by_id", "signed_by_id", "reviewed_by_id", "lease_until"),
        subject=_OF,
        fate=Fate.REMOVE,
    ),
    Holding(
        "digitisation.ScanPage",
        _("Trang quét"),
        account=("check_of__person_id",),
        files=("file_id",),
        left_out=("added_by_id",),
        subject=_OF,
        fate=Fate.REMOVE,
    ),
    Holding(
        "digitisation.PaperCheckLine",
        _("Dòng phiếu kiểm tra giấy tờ"),
        account=("check_of__person_id",),
        subject=_OF,
        fate=Fate.BLANK,
        blank={"note": ""},
    ),
    Holding(
        "digitisation.PaperCheck",
        _("Phiếu kiểm tra giấy tờ"),
        account=("person_id",),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"person_id": None},
    ),
)
