"""What the archive holds of people. Its packages are kept in stores of their own, under their digests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _

from tinhso.government.archive.data import PackageState
from tinhso.government.archive.models import ArchivePackage
from tinhso.government.casefiles import public as casefiles
from tinhso.kernel.holdings import Holding, Tie

HOLDINGS: Final = (
    Holding(
        "archive.ArchiveRequest",
        _("Yêu cầu khai thác tài liệu lưu trữ"),
        account=("asker_id",),
        left_out=("items", "sha256", "tries", "retry_at", "error", "told_at"),
    ),
)


def find_unpacked(ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, str]:
    """Return dossiers of files the archive took whose package is not made yet: it is made of what they still hold."""
    filed = casefiles.files_of_dossiers(ids)
    rows = ArchivePackage.objects.filter(casefile_id__in=set().union(*filed.values())).exclude(state=PackageState.KEPT)
    waiting = dict(rows.values_list("casefile_id", "code"))
    return {
        dossier_id: say("Hồ sơ công việc %(code)s đang chờ đóng gói lưu trữ") % {"code": waiting[file_id]}
        for dossier_id, file_ids in filed.items()
        for file_id in file_ids
        if file_id in waiting
    }


TIES: Final = (Tie("archive.package", find_unpacked),)
