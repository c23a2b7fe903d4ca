"""Tables of registers: the books of an agency and numbers kept back in them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.ids import uuid7


class Book(models.Model):
    """A register of an agency (sổ đăng ký văn bản). Its numbers begin at 1 each year; `kinds` empty: every other kind.

    `symbol` is how the agency is written in the symbol of what goes out. A closed book takes no more numbers and keeps
    what it has.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    code = models.CharField(_("mã sổ"), max_length=12)
    title = models.CharField(_("tên sổ"), max_length=120)
    direction = models.CharField(max_length=8)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    symbol = models.CharField(_("ký hiệu cơ quan"), max_length=30, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("sổ đăng ký văn bản")
        constraints: ClassVar = [models.UniqueConstraint(name="book_code_once", fields=["unit_id", "code"])]

    def __str__(self) -> str:
        return self.title


class ReservedNumber(models.Model):
    """A number kept back in a book for a day (giữ số): used by a document that day, or void with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="reserved")
    year = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    day = models.DateField()
    holder_id = models.UUIDField()
    holder_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    reserved_at = models.DateTimeField()
    used_by = models.UUIDField(null=True)
    held_for = models.UUIDField(null=True)
    """The paper of another room the number is printed on: then it is held until that is entered, not for a day."""
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("số đã giữ")
        constraints: ClassVar = [
            models.UniqueConstraint(name="reserved_number_once", fields=["book", "year", "number"]),
            models.CheckConstraint(
                name="reserved_used_or_void", condition=Q(used_by=None) | Q(voided_at=None, void_reason="")
            ),
            models.CheckConstraint(name="reserved_void_with_reason", condition=Q(voided_at=None) | ~Q(void_reason="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "id"], name="reserved_open", condition=Q(used_by=None, voided_at=None)),
        ]
