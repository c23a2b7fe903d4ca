"""What petitions hold of people and files, and when one keeps a dossier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tinhso.government.petitions.data import LIVE
from tinhso.government.petitions.models import Petition
from tinhso.kernel.holdings import Holding, Tie

HOLDINGS: Final = (
    Holding(
        "petitions.Petition",
        _("Phản ánh, kiến nghị"),
        account=("account_id",),
        files=("photos", "public_photos"),
        left_out=("code_digest", "code_tries", "search", "handler_id", "draft"),
        subject=("dossier_id",),
        why="Phản ánh, kiến nghị là hồ sơ riêng, có thời hạn riêng.",
    ),
    Holding(
        "petitions.PetitionLine", _("Diễn biến phản ánh"), account=("petition__account_id",), left_out=("account_id",)
    ),
)


def tied(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers about which a petition or complaint is open."""
    rows = Petition.objects.filter(dossier_id__in=list(ids), status__in=sorted(one.value for one in LIVE))
    sentence = gettext("Phản ánh, khiếu nại %(code)s về hồ sơ này chưa giải quyết xong.")
    return {key: sentence % {"code": code} for key, code in rows.values_list("dossier_id", "code") if key}


TIES: Final = (Tie("petitions.open", tied),)
