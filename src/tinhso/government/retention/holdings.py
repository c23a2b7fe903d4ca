"""What retention itself holds of people and files."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

_WHY: Final = "Quyết định và phần còn lại của hồ sơ đã hủy được giữ vĩnh viễn."
HOLDINGS: Final = (
    Holding("retention.Disposal", _("Đợt hủy tài liệu"), files=("minutes_file_id", "decision_file_id")),
    Holding("retention.DisposalLine", _("Dòng danh mục hủy"), subject=("dossier_id",), why=_WHY),
    Holding("retention.DisposalStub", _("Phần còn lại của hồ sơ đã hủy"), subject=("dossier_id",), why=_WHY),
    Holding(
        "retention.RetentionHold",
        _("Phong tỏa"),
        number=("number",),
        left_out=("placed_by_id",),
        subject=("dossier_id",),
        why=_WHY,
    ),
    Holding("retention.StandingDecision", _("Quyết định thường xuyên"), files=("file_id",)),
    Holding(
        "retention.PersonExport",
        _("Xuất dữ liệu cá nhân"),
        account=("person_id",),
        number=("number",),
        files=("request_file_id", "file_id"),
        left_out=("asked_by_id", "lease_until"),
    ),
)
