"""What workflow holds of subjects."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (Holding("workflow.Instance", _("Tiến trình"), subject=("subject_id",), fate=Fate.REMOVE),)
