"""What case files hold of people, files and dossiers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _

from tinhso.government.casefiles.models import CaseFileItem
from tinhso.kernel.holdings import Holding, Tie

_WHY: Final = "Mục lục văn bản trong hồ sơ giữ mã và tên thủ tục, không giữ nội dung của hồ sơ thủ tục."
HOLDINGS: Final = (
    Holding("casefiles.CaseFileItem", _("Tài liệu trong hồ sơ công việc"), subject=("dossier_id",), why=_WHY),
)


def find_filed(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers that stand in a case file not handed over yet, or held."""
    rows = CaseFileItem.objects.filter(dossier_id__in=list(ids), removed_at=None).exclude(
        file__state="archived", file__is_held=False
    )
    return {
        dossier_id: say("Nằm trong hồ sơ công việc %(code)s") % {"code": code}
        for dossier_id, code in rows.values_list("dossier_id", "file__code")
        if dossier_id is not None
    }


TIES: Final = (Tie("casefiles.file", find_filed),)
