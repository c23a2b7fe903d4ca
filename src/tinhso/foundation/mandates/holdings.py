"""What mandates hold of people, files and subjects."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "mandates.Mandate",
        _("Đại diện, ủy quyền"),
        account=("principal_id", "agent_id"),
        number=("principal_number", "agent_number"),
        files=("document_file_id",),
    ),
    Holding(
        "mandates.Filing",
        _("Nộp thay, nộp hộ"),
        account=("principal_id", "agent_id"),
        number=("number",),
        subject=("subject_id",),
        fate=Fate.BLANK,
        blank={"name": "", "number": "", "phone": "", "consent_note": "", "principal_id": None, "agent_id": None},
    ),
)
