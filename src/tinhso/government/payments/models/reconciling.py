"""The day's comparison of bank and books."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import DifferenceInfo
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong


class BankReconciliation(models.Model):
    """One unit's bank account on one day: what the bank says came in net, and what the books say."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.CharField(max_length=20)
    unit_id = models.UUIDField(_("đơn vị"))
    day = models.DateField(_("ngày"))
    bank_total = models.BigIntegerField(_("theo ngân hàng"))
    our_total = models.BigIntegerField(_("theo sổ"))
    transactions = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("đối chiếu ngân hàng")
        verbose_name_plural = _("đối chiếu ngân hàng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "day", "bank"], name="reconciliation_of_day"),
        ]


class AskedReconciliation(models.Model):
    """A day somebody wants compared now; the worker does it, outside of anybody's request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.CharField(max_length=20)
    day = models.DateField(_("ngày"))
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("yêu cầu đối chiếu")
        verbose_name_plural = _("yêu cầu đối chiếu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank", "day"], name="reconciliation_asked_once", condition=Q(done_at=None)
            ),
        ]


class ReconciliationDifference(models.Model):
    """One transaction on which they disagree; stays open until it is gone or somebody explains it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.CharField(max_length=20)
    unit_id = models.UUIDField(_("đơn vị"))
    day = models.DateField(_("ngày"))
    kind = models.CharField(max_length=20)
    transaction_id = models.CharField(_("mã giao dịch"), max_length=64)
    bank_amount = models.BigIntegerField(null=True)
    our_amount = models.BigIntegerField(null=True)
    explanation = models.CharField(max_length=500)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("chênh lệch đối chiếu")
        verbose_name_plural = _("chênh lệch đối chiếu")
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "day"], name="difference_open", condition=Q(resolved_at=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank", "day", "kind", "transaction_id", "unit_id"], name="difference_listed_once"
            ),
        ]

    def to_info(self) -> DifferenceInfo:
        """Return what officers may hold."""
        return DifferenceInfo(
            id=self.id,
            day=self.day,
            kind=self.kind,
            unit_id=self.unit_id,
            transaction_id=self.transaction_id,
            bank_amount=None if self.bank_amount is None else Dong(self.bank_amount),
            our_amount=None if self.our_amount is None else Dong(self.our_amount),
            explanation=self.explanation,
            resolved_at=self.resolved_at,
            resolution=self.resolution,
        )
