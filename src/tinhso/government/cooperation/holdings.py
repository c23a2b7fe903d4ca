"""What cooperation holds of dossiers and files, and when it keeps one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.cooperation.data import ConsultState
from tinhso.government.cooperation.models import Consult, LinkedPart
from tinhso.kernel.holdings import Fate, Holding, Tie

HOLDINGS: Final = (
    Holding(
        "cooperation.Consult",
        _("Lấy ý kiến phối hợp"),
        files=("file_id",),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"question": "", "answer": "", "papers": [], "extension_reason": ""},
    ),
    Holding(
        "cooperation.LinkedPart",
        _("Phần việc liên thông"),
        account=("account_id",),
        files=("result_file_id", "brought"),
        subject=("parent_id",),
        fate=Fate.BLANK,
        blank={"sent": [], "brought": [], "words": ""},
    ),
    Holding("cooperation.HandOver", _("Biên bản bàn giao"), files=("file_id",)),
)


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers with an open question, parents with an open part, and children whose parent is not destroyed."""
    asked = Consult.objects.filter(dossier_id__in=list(ids), state=ConsultState.OPEN.value)
    ties = dict.fromkeys(asked.values_list("dossier_id", flat=True), gettext("Còn phiếu lấy ý kiến chưa trả lời."))
    parts = LinkedPart.objects.filter(ended_at=None)
    sentence = gettext("Hồ sơ liên thông %(code)s còn phần việc chưa xong.")
    open_parents = dict(parts.values_list("parent_id", "parent_code").filter(parent_id__in=list(ids)))
    ties |= {key: sentence % {"code": code} for key, code in open_parents.items()}
    children = LinkedPart.objects.filter(dossier_id__in=list(ids))
    families = list(children.values_list("dossier_id", "parent_id", "parent_code"))
    still = set(
        parts.filter(parent_id__in=[parent for _key, parent, _code in families]).values_list("parent_id", flat=True)
    )
    return ties | {key: sentence % {"code": code} for key, parent, code in families if key and parent in still}


TIES: Final = (Tie("cooperation.open", tied),)
