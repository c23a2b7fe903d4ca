"""What work holds of subjects: it is about officers; the applicant stands in its facts."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding("work.WorkItem", _("Việc"), subject=("subject_id",), fate=Fate.BLANK, blank={"facts": {}, "search": ""}),
    Holding("work.Follow", _("Theo dõi"), subject=("subject_id",), fate=Fate.REMOVE),
    Holding(
        "work.BatchLine",
        _("Dòng xử lý hàng loạt"),
        subject=("subject_id",),
        fate=Fate.BLANK,
        blank={"who": "", "refusal": "", "before": {}},
    ),
    Holding("work.PrintJob", _("Bản in đang chờ"), subject=("subject_id",), fate=Fate.REMOVE),
)
