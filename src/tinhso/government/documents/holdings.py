"""What documents hold of people and files: officials at work; a register is kept for good."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding(
        "documents.Document",
        _("Văn bản trong sổ"),
        subject=("dossier_id",),
        why="Sổ đăng ký văn bản giữ lâu dài; mục của kết quả hồ sơ chỉ có số, ngày, tên loại và mã hồ sơ.",
    ),
    Holding("documents.DocumentFile", _("Tệp của văn bản"), files=("file_id",)),
    Holding("documents.DocumentReplay", _("Mã chống gửi trùng"), account=("account_id",)),
)
