"""The table of mandates to sign."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.drafting.mandate_data import MandateInfo
from tinhso.kernel.ids import uuid7


class SigningMandate(models.Model):
    """A mandate in writing to sign for the head of an agency (ủy quyền ký), for a time, not to be passed on.

    `kinds` are the kinds of document it is for, none for every kind; `valid_to` is the first day it no longer holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    mandated_id = models.UUIDField()
    mandated_name = models.CharField(max_length=200)
    giver_id = models.UUIDField(null=True)
    giver_name = models.CharField(max_length=200)
    document = models.CharField(_("văn bản ủy quyền"), max_length=200)
    scope = models.CharField(_("nội dung ủy quyền"), max_length=1000, blank=True)
    kinds = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField()
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoke_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ủy quyền ký")
        constraints: ClassVar = [
            models.CheckConstraint(name="signing_mandate_for_a_time", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(
                name="signing_mandate_revoked_with_reason",
                condition=Q(revoked_at=None) | ~Q(revoke_reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="signing_mandate_of", fields=["mandated_id", "unit_id"]),
            models.Index(name="signing_mandate_in", fields=["unit_id", "-id"]),
        ]

    def to_info(self) -> MandateInfo:
        """Return it as others see it."""
        return MandateInfo(
            id=self.id,
            unit_id=self.unit_id,
            mandated_id=self.mandated_id,
            mandated_name=self.mandated_name,
            giver_name=self.giver_name,
            document=self.document,
            scope=self.scope,
            kinds=tuple(self.kinds),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            revoked_at=self.revoked_at,
            revoked_by=self.revoked_by,
            revoke_reason=self.revoke_reason,
        )
