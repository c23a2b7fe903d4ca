"""What the bank knows of us and tells us."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import (
    BankAccountInfo,
    NoticeInfo,
    NoticeKind,
    NoticeStatus,
    Unmatched,
)
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong


class BankAccount(models.Model):
    """The account a unit collects into (content/payments/accounts.yaml), kept once payers were told of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("đơn vị"), unique=True)
    bank = models.CharField(max_length=20)
    bank_name = models.CharField(_("ngân hàng"), max_length=120)
    bin = models.CharField(max_length=6)
    number = models.CharField(_("số tài khoản"), max_length=19)
    holder = models.CharField(_("chủ tài khoản"), max_length=120)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("tài khoản thu")
        verbose_name_plural = _("tài khoản thu")
        constraints: ClassVar = [models.UniqueConstraint(fields=["bank", "number"], name="bank_account_of_one_unit")]

    def to_info(self) -> BankAccountInfo:
        """Return what a payer may know."""
        return BankAccountInfo(self.bank, self.bank_name, self.bin, self.number, self.holder, self.is_demo)


class BankNotice(models.Model):
    """One transaction a bank told of, by webhook or statement (báo có). Its facts are written once.

    The bank's transaction number makes it single: however often it is told, it is booked once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank = models.CharField(max_length=20)
    transaction_id = models.CharField(_("mã giao dịch"), max_length=64)
    account_number = models.CharField(_("tài khoản nhận"), max_length=19)
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in NoticeKind])
    amount = models.BigIntegerField(_("số tiền"))
    text = models.CharField(_("nội dung chuyển khoản"), max_length=500, blank=True)
    reverses = models.CharField(max_length=64, blank=True)
    payer_name = models.CharField(_("người chuyển"), max_length=200, blank=True)
    payer_account = models.CharField(max_length=34, blank=True)
    happened_at = models.DateTimeField(_("thời điểm giao dịch"))
    day = models.DateField(_("ngày giao dịch"))
    received_at = models.DateTimeField()
    source = models.CharField(max_length=9)
    unit_id = models.UUIDField(_("đơn vị"))
    status = models.CharField(max_length=9, choices=[(s.value, s.value) for s in NoticeStatus])
    why = models.CharField(max_length=16, blank=True)
    request = models.ForeignKey("payments.PaymentRequest", null=True, on_delete=models.PROTECT, related_name="notices")
    applied = models.BigIntegerField(default=0)
    over = models.BigIntegerField(default=0)
    note = models.CharField(_("ghi chú xử lý"), max_length=500, blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)
    claimed_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("báo có")
        verbose_name_plural = _("báo có")
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="notice_unmatched", condition=Q(status="unmatched")),
            models.Index(fields=["-id"], name="notice_claims", condition=Q(status__in=["claimed", "lost", "repaid"])),
            models.Index(fields=["bank", "day"], name="notice_of_day"),
            models.Index(fields=["bank", "reverses"], name="notice_reversing", condition=~Q(reverses="")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bank", "transaction_id"], name="notice_booked_once"),
            models.CheckConstraint(name="notice_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="notice_matched_fits",
                condition=~Q(status="matched")
                | Q(request__isnull=False, amount=models.F("applied") + models.F("over")),
            ),
        ]

    def to_info(self, *, is_replay: bool = False) -> NoticeInfo:
        """Return what officers may hold."""
        return NoticeInfo(
            id=self.id,
            bank=self.bank,
            transaction_id=self.transaction_id,
            account_number=self.account_number,
            kind=NoticeKind(self.kind),
            amount=Dong(self.amount),
            text=self.text,
            payer_name=self.payer_name,
            payer_account=self.payer_account,
            happened_at=self.happened_at,
            received_at=self.received_at,
            status=NoticeStatus(self.status),
            why=Unmatched(self.why) if self.why else None,
            request_id=self.request_id,
            unit_id=self.unit_id,
            is_replay=is_replay,
            note=self.note,
        )


class StatementPosition(models.Model):
    """How far a bank's statement has been read; its row lock lets one worker read at a time."""

    bank = models.CharField(primary_key=True, max_length=20)
    cursor = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("vị trí đọc sao kê")
        verbose_name_plural = _("vị trí đọc sao kê")
