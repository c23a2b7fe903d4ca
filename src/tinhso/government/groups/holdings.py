"""What groups hold of people, dossiers and files."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.government.groups.actions.endings import ended_with
from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "groups.DossierGroup",
        _("Nhóm hồ sơ"),
        account=("account_id",),
        number=("representative_number",),
        left_out=("token",),
        subject=("id",),
        last_of=ended_with,
        fate=Fate.BLANK,
        blank={
            "title": "",
            "representative_name": "",
            "representative_number": "",
            "representative_phone": "",
            "representative_address": "",
            "common": {},
        },
    ),
    Holding(
        "groups.GroupRow",
        _("Người trong nhóm hồ sơ"),
        account=("group__account_id",),
        subject=("dossier_id", "group_id"),
        fate=Fate.BLANK,
        blank={"name": "", "data": {}, "errors": {}, "refusal": ""},
    ),
    Holding(
        "groups.GroupPaper",
        _("Giấy tờ của nhóm hồ sơ"),
        account=("group__account_id",),
        files=("file_id",),
        subject=("row__dossier_id", "group_id"),
        fate=Fate.REMOVE,
    ),
)
