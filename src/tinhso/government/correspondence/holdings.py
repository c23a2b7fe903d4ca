"""What correspondence holds: documents of agencies, of no citizen and no dossier."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding("correspondence.Packet", _("Gói tin văn bản đã gửi, nhận"), files=("archive_file_id",)),
    Holding("correspondence.Delivery", _("Lượt gửi văn bản")),
    Holding("correspondence.StatusLine", _("Trạng thái xử lý văn bản")),
    Holding("correspondence.SendList", _("Danh sách gửi văn bản")),
)
