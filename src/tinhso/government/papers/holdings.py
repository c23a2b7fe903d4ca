"""What the store holds of people and files, and when it keeps a dossier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.papers.data import PaperState
from tinhso.government.papers.models import Paper
from tinhso.kernel.clock import local_day
from tinhso.kernel.holdings import Holding, Tie

_WHY: Final = "Kho giấy tờ là của chủ sở hữu, có thời hạn riêng."
HOLDINGS: Final = (
    Holding(
        "papers.Paper",
        _("Giấy tờ trong kho"),
        number=("owner_number",),
        files=("file_id",),
        left_out=("search_words", "digitised_by_id"),
        subject=("dossier_id",),
        why=_WHY,
    ),
    Holding(
        "papers.PaperUse",
        _("Lần dùng lại giấy tờ"),
        number=("paper__owner_number",),
        files=("file_id",),
        left_out=("account_id",),
        subject=("subject_id",),
        why=_WHY,
    ),
    Holding(
        "papers.PaperShare",
        _("Chia sẻ giấy tờ"),
        account=("granted_by",),
        number=("owner_number", "receiver_number"),
        left_out=("token_hash",),
    ),
    Holding("papers.ShareLook", _("Lượt xem qua chia sẻ"), number=("share__owner_number",), left_out=("account_id",)),
    Holding("papers.StoreLook", _("Lượt tra cứu kho"), number=("owner_number",), left_out=("account_id",)),
    Holding(
        "papers.CertifiedCopy",
        _("Bản sao điện tử có chứng thực"),
        number=("owner_number",),
        files=("scan_file_id", "file_id"),
        left_out=("prepared_by_id",),
    ),
    Holding("papers.LookQuestion", _("Câu hỏi về lần xem dữ liệu"), account=("person_id",)),
)


def tied(ids: Sequence[UUID], now: datetime) -> Mapping[UUID, str]:
    """Return dossiers from which a paper in its owner's store comes that is still in force."""
    rows = Paper.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=local_day(now)),
        dossier_id__in=list(ids),
        state=PaperState.IN_FORCE.value,
    )
    sentence = gettext("Giấy tờ %(code)s trong kho của chủ sở hữu còn hiệu lực.")
    return {key: sentence % {"code": code} for key, code in rows.values_list("dossier_id", "code") if key}


TIES: Final = (Tie("papers.store", tied),)
