"""Cash at the desk, receipts, money given back."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import FeeKind, Method, ReceiptInfo, RefundInfo, RefundStatus
from tinhso.government.payments.models.requests import items_from_json
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong


class CashShift(models.Model):
    """One officer's cash from opening to closing the drawer (ca thu tiền mặt)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("đơn vị"))
    account_id = models.UUIDField(_("tài khoản cán bộ"))
    officer_name = models.CharField(_("cán bộ thu"), max_length=200)
    opened_at = models.DateTimeField()
    opening_float = models.BigIntegerField(_("tiền đầu ca"))
    closed_at = models.DateTimeField(null=True)
    counted = models.BigIntegerField(_("tiền kiểm đếm"), null=True)
    expected = models.BigIntegerField(null=True)
    reason = models.CharField(_("lý do chênh lệch"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ca thu tiền mặt")
        verbose_name_plural = _("ca thu tiền mặt")
        indexes: ClassVar = [models.Index(fields=["unit_id", "-id"], name="shift_of_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id"], name="one_open_shift", condition=Q(closed_at=None)),
            models.CheckConstraint(name="shift_float_not_negative", condition=Q(opening_float__gte=0)),
            models.CheckConstraint(
                name="shift_closed_fits",
                condition=Q(closed_at=None, counted=None, expected=None)
                | Q(closed_at__isnull=False, counted__gte=0, expected__isnull=False),
            ),
            models.CheckConstraint(
                name="shift_difference_explained",
                condition=Q(closed_at=None) | Q(counted=F("expected")) | ~Q(reason=""),
            ),
        ]


class Receipt(models.Model):
    """One receipt (biên lai): numbered without gaps in its unit, kind and year; void at most once, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey("payments.PaymentRequest", on_delete=models.PROTECT, related_name="receipts")
    unit_id = models.UUIDField(_("đơn vị thu"))
    year = models.PositiveSmallIntegerField()
    form = models.CharField(_("ký hiệu mẫu"), max_length=20)
    symbol = models.CharField(_("ký hiệu"), max_length=20)
    number = models.PositiveIntegerField(_("số"))
    kind = models.CharField(max_length=6, choices=[(k.value, k.value) for k in FeeKind])
    payer_name = models.CharField(_("người nộp"), max_length=200)
    items = models.JSONField()
    amount = models.BigIntegerField(_("số tiền"))
    method = models.CharField(max_length=8)
    collector_name = models.CharField(_("người thu"), max_length=200, blank=True)
    issued_at = models.DateTimeField()
    token = models.CharField(max_length=13, unique=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("biên lai")
        verbose_name_plural = _("biên lai")
        indexes: ClassVar = [models.Index(fields=["unit_id", "issued_at"], name="receipt_of_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "kind", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(name="receipt_amount_positive", condition=Q(amount__gt=0, number__gt=0)),
        ]

    def to_info(self, *, tendered: int = 0, change: int = 0) -> ReceiptInfo:
        """Return what others may hold."""
        return ReceiptInfo(
            id=self.id,
            request_id=self.request_id,
            unit_id=self.unit_id,
            form=self.form,
            symbol=self.symbol,
            number=f"{self.number:07d}",
            kind=FeeKind(self.kind),
            payer_name=self.payer_name,
            items=items_from_json(self.items),
            amount=Dong(self.amount),
            method=Method(self.method),
            collector_name=self.collector_name,
            issued_at=self.issued_at,
            token=self.token,
            voided_at=self.voided_at,
            void_reason=self.void_reason,
            refunded=Dong(self.request.returned),
            tendered=Dong(tendered),
            change=Dong(change),
        )


class Refund(models.Model):
    """Money to give back (hoàn trả): asked by one person, approved by another, then paid out.

    `income`, `over` and `suspense` say what it stood as; their sum is the amount.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey("payments.PaymentRequest", null=True, on_delete=models.PROTECT, related_name="refunds")
    notice = models.ForeignKey("payments.BankNotice", null=True, on_delete=models.PROTECT, related_name="refunds")
    unit_id = models.UUIDField(_("đơn vị"))
    amount = models.BigIntegerField(_("số tiền"))
    income = models.BigIntegerField(default=0)
    over = models.BigIntegerField(default=0)
    suspense = models.BigIntegerField(default=0)
    reason = models.CharField(_("lý do"), max_length=500)
    method = models.CharField(max_length=8)
    to_bank = models.CharField(_("ngân hàng nhận"), max_length=120, blank=True)
    to_account = models.CharField(_("số tài khoản nhận"), max_length=34, blank=True)
    to_name = models.CharField(_("người nhận"), max_length=200)
    status = models.CharField(max_length=8, choices=[(s.value, s.value) for s in RefundStatus])
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)
    paid_by = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)
    reference = models.CharField(_("mã giao dịch chi"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("hoàn trả")
        verbose_name_plural = _("hoàn trả")
        indexes: ClassVar = [models.Index(fields=["unit_id", "-id"], name="refund_of_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="refund_amount_adds_up",
                condition=Q(amount__gt=0, income__gte=0, over__gte=0, suspense__gte=0)
                & Q(amount=F("income") + F("over") + F("suspense")),
            ),
            models.CheckConstraint(
                name="refund_of_something",
                condition=Q(request__isnull=False, notice=None) | Q(request=None, notice__isnull=False),
            ),
            models.CheckConstraint(
                name="refund_by_two_people", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.UniqueConstraint(
                fields=["request"], name="one_open_refund_of_request", condition=Q(status__in=["asked", "approved"])
            ),
            models.UniqueConstraint(fields=["reference"], name="refund_reference_once", condition=~Q(reference="")),
        ]

    def to_info(self) -> RefundInfo:
        """Return what officers may hold."""
        return RefundInfo(
            id=self.id,
            request_id=self.request_id,
            notice_id=self.notice_id,
            unit_id=self.unit_id,
            subject_code=self.request.subject_code if self.request else "",
            amount=Dong(self.amount),
            reason=self.reason,
            method=Method(self.method),
            to_bank=self.to_bank,
            to_account=self.to_account,
            to_name=self.to_name,
            status=RefundStatus(self.status),
            asked_by=self.asked_by_name,
            asked_by_id=self.asked_by,
            asked_at=self.asked_at,
            decided_by=self.decided_by_name,
            decided_at=self.decided_at,
            refusal=self.refusal,
            paid_at=self.paid_at,
            reference=self.reference,
            payer_account_id=self.request.payer_account_id if self.request else None,
        )
