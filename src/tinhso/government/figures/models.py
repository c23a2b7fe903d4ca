"""Fact rows and their sums. All of it can be made anew from the rooms below; none of it names a person."""

from typing import ClassVar

from django.db import models


class DossierFact(models.Model):
    """What is counted of one dossier. The meaning of each mark stands in `rules.facts`."""

    dossier_id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=48)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.CharField(max_length=300)
    field_code = models.CharField(max_length=16, blank=True)
    unit_id = models.UUIDField()
    channel = models.CharField(max_length=8)
    delivery = models.CharField(max_length=8)
    status = models.PositiveSmallIntegerField()
    received_on = models.DateField(null=True)
    promised_at = models.DateTimeField(null=True)
    finished_on = models.DateField(null=True)
    handed_on = models.DateField(null=True)
    end = models.CharField(max_length=12, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    national = models.CharField(max_length=8, blank=True)
    overdue_on = models.DateField(null=True)
    national_late_on = models.DateField(null=True)
    elsewhere = models.BooleanField()
    supplemented = models.BooleanField()
    with_fee = models.BooleanField()
    paid = models.CharField(max_length=8, blank=True)
    reused = models.BooleanField()
    online_whole = models.BooleanField()
    has_files = models.BooleanField()
    result_filed = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "received_on", "dossier_id"], name="fact_received"),
            models.Index(fields=["unit_id", "finished_on", "dossier_id"], name="fact_finished"),
            models.Index(fields=["unit_id", "handed_on", "dossier_id"], name="fact_handed"),
            models.Index(
                fields=["unit_id", "received_on"],
                name="fact_open",
                condition=models.Q(finished_on=None, received_on__isnull=False),
            ),
            models.Index(fields=["received_on", "procedure_code"], name="fact_procedures", include=["channel", "paid"]),
        ]


class PauseFact(models.Model):
    """Days in which the clock of a dossier stood."""

    fact = models.ForeignKey(DossierFact, on_delete=models.CASCADE, related_name="pauses")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)


class RatingFact(models.Model):
    """A rating as figures count it: unit, level and day; no dossier, no person."""

    rating_id = models.UUIDField(primary_key=True, editable=False)
    unit_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    rated_on = models.DateField()


class WaitingFact(models.Model):
    """A dossier whose fact row is to be made again; several events of one dossier are one row here."""

    dossier_id = models.UUIDField(primary_key=True, editable=False)

    class Meta:
        db_table = "figures_waiting"


class Cell(models.Model):
    """How much each measure moved in one unit and field on one day (or in one month: `on` is its first day)."""

    unit_id = models.UUIDField()
    field_code = models.CharField(max_length=16, blank=True)
    on = models.DateField()
    received = models.IntegerField(default=0, db_default=0)
    received_online = models.IntegerField(default=0, db_default=0)
    received_npsp = models.IntegerField(default=0, db_default=0)
    received_counter = models.IntegerField(default=0, db_default=0)
    received_post = models.IntegerField(default=0, db_default=0)
    received_elsewhere = models.IntegerField(default=0, db_default=0)
    supplemented = models.IntegerField(default=0, db_default=0)
    with_fee = models.IntegerField(default=0, db_default=0)
    paid_online = models.IntegerField(default=0, db_default=0)
    reused = models.IntegerField(default=0, db_default=0)
    online_whole = models.IntegerField(default=0, db_default=0)
    refused = models.IntegerField(default=0, db_default=0)
    withdrawn = models.IntegerField(default=0, db_default=0)
    stopped = models.IntegerField(default=0, db_default=0)
    solved = models.IntegerField(default=0, db_default=0)
    done = models.IntegerField(default=0, db_default=0)
    early = models.IntegerField(default=0, db_default=0)
    on_time = models.IntegerField(default=0, db_default=0)
    late = models.IntegerField(default=0, db_default=0)
    result_filed = models.IntegerField(default=0, db_default=0)
    digitised = models.IntegerField(default=0, db_default=0)
    national_on_time = models.IntegerField(default=0, db_default=0)
    national_late = models.IntegerField(default=0, db_default=0)
    handed_over = models.IntegerField(default=0, db_default=0)
    handed_online = models.IntegerField(default=0, db_default=0)
    handed_post = models.IntegerField(default=0, db_default=0)
    open = models.IntegerField(default=0, db_default=0)
    overdue = models.IntegerField(default=0, db_default=0)
    national_overdue = models.IntegerField(default=0, db_default=0)
    unreturned = models.IntegerField(default=0, db_default=0)
    waiting = models.IntegerField(default=0, db_default=0)
    rated_1 = models.IntegerField(default=0, db_default=0)
    rated_2 = models.IntegerField(default=0, db_default=0)
    rated_3 = models.IntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


class DayCell(Cell):
    """The sums of one day."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "unit_id", "field_code"], name="figures_day_once"),
        ]


class MonthCell(Cell):
    """The sums of one month."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "unit_id", "field_code"], name="figures_month_once"),
        ]
