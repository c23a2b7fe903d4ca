"""What signing holds of people: documents they prepared and signed themselves, signatures they asked for."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "signing.PreparedSignature",
        _("Văn bản tôi đã ký bằng khóa của mình"),
        account=("account_id",),
        files=("file_id",),
        left_out=("content", "claim"),
        subject=("subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "signing.SignatureRequest",
        _("Yêu cầu ký số"),
        account=("asked_by_id",),
        files=("file_id", "result_file_id"),
        left_out=("claim", "image"),
        subject=("subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "signing.LastingFile",
        _("Tệp ký được giữ lâu dài"),
        files=("file_id", "current_file_id"),
        left_out=("claim",),
        subject=("subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "signing.Renewal",
        _("Lần gia hạn dấu thời gian"),
        files=("old_file_id", "new_file_id"),
        subject=("lasting__subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding("signing.SignatureCheck", _("Đợt kiểm tra chữ ký"), account=("account_id",), left_out=("claim",)),
    Holding(
        "signing.CheckedFile",
        _("Tệp được kiểm tra chữ ký"),
        account=("check_of__account_id",),
        left_out=("content", "report"),
    ),
)
