"""What the register of results holds of people and files."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding(
        "results.Result",
        _("Kết quả giải quyết"),
        account=("person_id",),
        number=("owner_number",),
        files=("file_id",),
        subject=("dossier_id",),
        why="Kết quả đã ban hành còn phải kiểm tra được; bảo quản theo thời hạn riêng.",
    ),
)
