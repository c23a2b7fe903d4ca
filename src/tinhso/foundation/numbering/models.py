"""The one table of numbering."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
