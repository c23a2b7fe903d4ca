"""Tables of ratings."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.ratings.data import Level, RatingInfo, Reason, Source
from tinhso.kernel.clock import local_day
from tinhso.kernel.ids import uuid7

MAX_WORDS = 1000


class Rating(models.Model):
    """One invitation for one dossier, and what was said. Who rated stands nowhere but behind the dossier.

    `token` is the applicant's, sent to them alone. `desk_token` was made at the desk before somebody's eyes: it rates
    once, until `desk_until`, and shows nothing of what was said; `desk_by` is the account at that desk.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField(unique=True)
    unit_id = models.UUIDField()
    token = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(_("mức độ hài lòng"), null=True)
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    words = models.CharField(_("ý kiến"), max_length=MAX_WORDS, blank=True)
    source = models.CharField(max_length=4, default=Source.LINK.value)
    shown_at_desk_at = models.DateTimeField(null=True)
    desk_token = models.CharField(max_length=32, blank=True)
    desk_until = models.DateTimeField(null=True)
    desk_by = models.UUIDField(null=True)
    rated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đánh giá")
        constraints: ClassVar = [
            models.UniqueConstraint(name="rating_desk_token", fields=["desk_token"], condition=~Q(desk_token="")),
            models.CheckConstraint(
                name="rating_level_known",
                condition=Q(level=None, rated_at=None) | Q(level__in=[v.value for v in Level], rated_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="rating_of_unit", fields=["unit_id", "-rated_at"], condition=Q(level__isnull=False)),
            models.Index(name="rating_newest_of_unit", fields=["unit_id", "-id"], condition=Q(level__isnull=False)),
            models.Index(name="rating_newest", fields=["-id"], condition=Q(level__isnull=False)),
            models.Index(
                name="rating_level_of_unit", fields=["unit_id", "level", "-id"], condition=Q(level__isnull=False)
            ),
            models.Index(name="rating_of_level", fields=["level", "-id"], condition=Q(level__isnull=False)),
            models.Index(name="rating_asked", fields=["unit_id", "asked_at"]),
        ]

    def to_info(self) -> RatingInfo:
        """Return what the unit sees."""
        return RatingInfo(
            id=self.id,
            unit_id=self.unit_id,
            level=Level(self.level or Level.SATISFIED),
            reasons=tuple(Reason(one) for one in self.reasons),
            words=self.words,
            rated_on=local_day(self.rated_at or self.asked_at),
        )
