"""What the store of files holds of people. What a file is for, the room that attached it says."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Holding

HOLDINGS: Final = (
    Holding("files.FileObject", _("Tệp đã tải lên"), account=("created_by",), left_out=("inspected_with",)),
    Holding("files.RefusedFile", _("Tệp bị từ chối"), account=("sent_by",)),
    Holding("files.Upload", _("Lần tải lên"), account=("account",), left_out=("token_hash", "origin")),
)
