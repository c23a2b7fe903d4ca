"""What is asked of a payer."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import FeeItem, FeeKind, Method, RequestInfo, RequestStatus
from tinhso.government.payments.rules.status import Standing, status_of
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong


def items_to_json(items: tuple[FeeItem, ...]) -> list[dict[str, Any]]:
    """Return lines to pay as they are stored."""
    return [
        {"code": i.code, "title": i.title, "kind": i.kind.value, "amount": i.amount.amount, "quantity": i.quantity}
        for i in items
    ]


def items_from_json(rows: list[dict[str, Any]]) -> tuple[FeeItem, ...]:
    """Return stored lines as data."""
    return tuple(
        FeeItem(row["code"], row["title"], FeeKind(row["kind"]), Dong(row["amount"]), row["quantity"]) for row in rows
    )


class PaymentRequest(models.Model):
    """One amount asked of one payer for one purpose of one subject (khoản thu).

    `applied`, `over`, `returned` and `returning` are the figures `status` follows from (`rules.status`); the ledger
    holds the same sums, which tests and the daily reconciliation compare.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã thanh toán"), max_length=10, unique=True)
    token = models.CharField(max_length=13, unique=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_code = models.CharField(_("mã hồ sơ"), max_length=60, blank=True, db_index=True)
    title = models.CharField(_("nội dung"), max_length=300)
    purpose = models.CharField(max_length=40)
    payer_name = models.CharField(_("người nộp"), max_length=200)
    payer_account_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(_("đơn vị thu"))
    items = models.JSONField(_("các dòng"))
    total = models.BigIntegerField(_("tổng số tiền"))
    applied = models.BigIntegerField(default=0)
    over = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    returning = models.BigIntegerField(default=0)
    refunded_total = models.BigIntegerField(default=0)
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=[(s.value, s.value) for s in RequestStatus], default="open"
    )
    due_at = models.DateTimeField(_("hạn nộp"), null=True)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(_("nộp đủ lúc"), null=True)
    method = models.CharField(max_length=8, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    receipt_id = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("khoản thu")
        verbose_name_plural = _("khoản thu")
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-id"], name="payment_of_subject"),
            models.Index(fields=["unit_id", "-id"], name="payment_of_unit"),
            models.Index(fields=["unit_id", "status", "-id"], name="payment_of_unit_in_status"),
            models.Index(
                fields=["payer_account_id", "-id"],
                name="payment_of_payer",
                condition=Q(payer_account_id__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "purpose"],
                name="payment_asked_once",
                condition=Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="payment_figures_fit",
                condition=Q(total__gt=0, applied__gte=0, over__gte=0, returned__gte=0, returning__gte=0)
                & Q(applied__lte=models.F("total"), refunded_total__gte=models.F("returned"))
                & Q(returned__lte=models.F("applied") - models.F("returning")),
            ),
            models.CheckConstraint(
                name="payment_paid_moment_fits",
                condition=~Q(status__in=["paid", "over_paid"]) | Q(paid_at__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_cancelled_fits",
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def standing(self) -> Standing:
        """The figures that decide the status."""
        return Standing(
            self.total, self.applied, self.over, self.returned, self.returning, self.cancelled_at is not None
        )

    def restate(self) -> None:
        """Set `status` by the figures (not saved)."""
        self.status = status_of(self.standing).value

    def to_info(self) -> RequestInfo:
        """Return what others may hold."""
        return RequestInfo(
            id=self.id,
            code=self.code,
            token=self.token,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            subject_code=self.subject_code,
            title=self.title,
            purpose=self.purpose,
            payer_name=self.payer_name,
            payer_account_id=self.payer_account_id,
            unit_id=self.unit_id,
            items=items_from_json(self.items),
            total=Dong(self.total),
            status=RequestStatus(self.status),
            due_at=self.due_at,
            created_at=self.created_at,
            paid_at=self.paid_at,
            paid_total=Dong(self.applied + self.over),
            over=Dong(self.over),
            refunded_total=Dong(self.refunded_total),
            method=Method(self.method) if self.method else None,
            reference=self.reference,
            receipt_id=self.receipt_id,
            cancel_reason=self.cancel_reason,
        )
