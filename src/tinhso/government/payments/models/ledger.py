"""The books: entries and their lines, written once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import LedgerAccount
from tinhso.kernel.ids import uuid7


class LedgerEntry(models.Model):
    """One happening in the books. `day` is the accounting day: the bank's for its money, else Vietnam's of the act."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.CharField(_("nghiệp vụ"), max_length=24)
    unit_id = models.UUIDField(_("đơn vị"))
    day = models.DateField(_("ngày hạch toán"))
    posted_at = models.DateTimeField()
    account_id = models.UUIDField(_("tài khoản người ghi"), null=True)
    request = models.ForeignKey("payments.PaymentRequest", null=True, on_delete=models.PROTECT, related_name="entries")
    notice = models.ForeignKey("payments.BankNotice", null=True, on_delete=models.PROTECT, related_name="entries")
    shift = models.ForeignKey("payments.CashShift", null=True, on_delete=models.PROTECT, related_name="entries")
    refund = models.ForeignKey("payments.Refund", null=True, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        verbose_name = _("bút toán")
        verbose_name_plural = _("bút toán")
        indexes: ClassVar = [models.Index(fields=["unit_id", "day"], name="ledger_entry_of_day")]


class LedgerLine(models.Model):
    """One side of an entry; debit positive, credit negative, in đồng. An entry's lines come in one statement."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    unit_id = models.UUIDField(_("đơn vị"))
    day = models.DateField(_("ngày hạch toán"))
    account = models.CharField(
        _("tài khoản kế toán"), max_length=8, choices=[(a.value, a.value) for a in LedgerAccount]
    )
    amount = models.BigIntegerField(_("số tiền"))

    class Meta:
        verbose_name = _("dòng bút toán")
        verbose_name_plural = _("dòng bút toán")
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "account", "day"], name="ledger_line_of_account", include=["amount"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="ledger_line_is_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="ledger_line_account", condition=Q(account__in=[a.value for a in LedgerAccount])
            ),
        ]
