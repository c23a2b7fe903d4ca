"""Tables of numbering: the counters, and blocks of numbers given to desks beforehand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tinhso.foundation.numbering.data import BlockInfo, NumberState
from tinhso.kernel.ids import uuid7


class Counter(models.Model):
    """The last number given in one series, to one owner, in one period. Its row lock is the queue."""

    pk = models.CompositePrimaryKey("series", "owner", "period")
    series = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    period = models.CharField(max_length=10, blank=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "numbering_counter"
        constraints: ClassVar = [models.CheckConstraint(name="counter_starts_at_one", condition=Q(value__gte=1))]


class NumberBlock(models.Model):
    """Numbers in a row given to one officer's desk beforehand (dải số cấp trước)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    unit_id = models.UUIDField()
    day = models.DateField()
    first = models.BigIntegerField()
    count = models.PositiveSmallIntegerField()
    holder_id = models.UUIDField()
    holder_name = models.CharField(max_length=200)
    place = models.CharField(max_length=80, blank=True)
    reserved_at = models.DateTimeField()

    class Meta:
        db_table = "numbering_block"
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "day"], name="block_of_unit"),
            models.Index(fields=["holder_id", "day"], name="block_of_holder"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "owner", "day", "first"], name="block_taken_once"),
        ]

    def to_info(self, numbers: "list[BlockNumber]") -> BlockInfo:
        """Return it with what became of its numbers."""
        used = {row.n: row.subject_id for row in numbers if row.subject_id is not None}
        void = {row.n: row.reason for row in numbers if row.subject_id is None}
        return BlockInfo(
            self.id,
            self.owner,
            self.unit_id,
            self.day,
            self.first,
            self.count,
            self.holder_name,
            self.place,
            used,
            void,
        )


class BlockNumber(models.Model):
    """A number of a block that is settled: used by a subject, or void with the reason."""

    block = models.ForeignKey(NumberBlock, on_delete=models.PROTECT, related_name="numbers")
    n = models.BigIntegerField()
    state = models.CharField(max_length=4, choices=[(s.value, s.value) for s in NumberState])
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField()

    class Meta:
        db_table = "numbering_block_number"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["block", "n"], name="block_number_once"),
            models.CheckConstraint(
                name="block_number_used_or_void",
                condition=Q(state="used", subject_id__isnull=False) | Q(state="void", subject_id=None),
            ),
        ]
