"""What dossiers hold of people, files and of themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.dossiers.data import OPEN, Status
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel.holdings import NOW, Fate, Holding, Tie

GONE: Final = "(tài liệu đã hủy)"
"""What stands where an applicant's name stood."""

_ACCOUNT: Final = ("dossier__applicant_account_id",)
_NUMBER: Final = ("dossier__applicant_number",)
_OF: Final = ("dossier_id",)

HOLDINGS: Final = (
    Holding("dossiers.ApiReplay", _("Mã chống gửi trùng"), account=("account_id",), subject=_OF, fate=Fate.REMOVE),
    Holding(
        "dossiers.DraftPaper",
        _("Tệp của bản khai"),
        account=("draft__account_id",),
        files=("file_id",),
        subject=("draft__dossier_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "dossiers.Draft",
        _("Bản khai"),
        account=("account_id",),
        subject=_OF,
        is_subject=True,
        fate=Fate.BLANK,
        blank={"data": {}, "account_id": UUID(int=0)},
    ),
    Holding("dossiers.Reminder", _("Lần nhắc"), subject=_OF, why="Chỉ có mức nhắc và thời điểm."),
    Holding(
        "dossiers.Hold",
        _("Lý do chờ"),
        account=_ACCOUNT,
        number=_NUMBER,
        subject=_OF,
        fate=Fate.BLANK,
        blank={"sentence": ""},
    ),
    Holding(
        "dossiers.Apology",
        _("Phiếu xin lỗi"),
        account=_ACCOUNT,
        number=_NUMBER,
        files=("file_id",),
        subject=_OF,
        fate=Fate.BLANK,
        blank={"reason": "", "signed_by": ""},
    ),
    Holding(
        "dossiers.ResultSigning",
        _("Lần ký số kết quả"),
        account=_ACCOUNT,
        number=_NUMBER,
        files=("file_id",),
        left_out=("signer_id",),
        subject=_OF,
        fate=Fate.REMOVE,
    ),
    Holding(
        "dossiers.Letter",
        _("Phiếu, thông báo của hồ sơ"),
        account=_ACCOUNT,
        number=_NUMBER,
        files=("file_id",),
        left_out=("signer_id",),
        subject=_OF,
        fate=Fate.REMOVE,
    ),
    Holding(
        "dossiers.ClockEntry",
        _("Thao tác thời hạn"),
        account=_ACCOUNT,
        number=_NUMBER,
        left_out=("account_id",),
        subject=_OF,
        fate=Fate.BLANK,
        blank={"ground": "", "who": "", "account_id": None},
    ),
    Holding(
        "dossiers.TimelineEvent",
        _("Diễn biến hồ sơ"),
        account=_ACCOUNT,
        number=_NUMBER,
        left_out=("account_id", "note"),
        subject=_OF,
        fate=Fate.REMOVE,
    ),
    Holding(
        "dossiers.DossierPaper",
        _("Giấy tờ của hồ sơ"),
        account=_ACCOUNT,
        number=_NUMBER,
        files=("file_id",),
        subject=_OF,
        fate=Fate.BLANK,
        blank={"name": ""},
    ),
    Holding(
        "dossiers.SignedFile",
        _("Kết quả kiểm tra chữ ký số của tệp"),
        why="Chỉ có mã tệp, người ký và kết quả kiểm tra; không giữ tệp, không ghi người nộp.",
    ),
    Holding(
        "dossiers.Supplement",
        _("Yêu cầu bổ sung"),
        account=_ACCOUNT,
        number=_NUMBER,
        subject=_OF,
        fate=Fate.BLANK,
        blank={"items": [], "contact": "", "asked_by": "", "confirmed_by": ""},
    ),
    Holding(
        "dossiers.Dossier",
        _("Hồ sơ thủ tục hành chính"),
        account=("applicant_account_id",),
        number=("applicant_number",),
        files=("result_file_id",),
        left_out=("search", "search_words", "draft_result", "handler_id"),
        subject=("id",),
        fate=Fate.BLANK,
        blank={
            "applicant_account_id": None,
            "applicant_name": GONE,
            "applicant_number": "",
            "applicant_phone": "",
            "applicant_email": "",
            "applicant_address": "",
            "applicant_birth_on": "",
            "subject": "",
            "data": {},
            "draft_result": None,
            "search_words": "",
            "disposed_at": NOW,
        },
    ),
)
"""In the order in which rows go: what points to another row before it; the stub last, for it holds still afterwards."""


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers that are open, or whose result still waits to be handed over."""
    found = Dossier.objects.filter(id__in=list(ids), status__in=sorted(int(one) for one in OPEN))
    done = gettext("Kết quả chưa trả cho người nộp.")
    open_ = gettext("Hồ sơ chưa kết thúc.")
    return {key: done if status == Status.DONE else open_ for key, status in found.values_list("id", "status")}


TIES: Final = (Tie("dossiers.open", tied),)
