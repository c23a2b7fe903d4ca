"""What ratings hold of dossiers."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "ratings.Rating",
        _("Đánh giá"),
        left_out=("token", "desk_token", "desk_by"),
        subject=("dossier_id",),
        fate=Fate.BLANK,
        blank={"words": ""},
    ),
)
