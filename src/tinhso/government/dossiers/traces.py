"""Tables beside a dossier that only grow: operations of its clock, apologies given, reminders sent.

They belong to `models`, which imports them; they stand apart because a file has an end.
"""

from typing import ClassVar

from django.db import models

from tinhso.government.dossiers.data import ApologyInfo, ClockOperation, ClockOperationInfo
from tinhso.kernel.ids import uuid7


class ClockEntry(models.Model):
    """One operation of a dossier's clock: what, on what ground, by whom, the promise before and after.

    Written in the transaction of the act that touched the clock, never changed. Its start is the timeline's line
    `received`, which holds the same facts, so that receiving writes nothing twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="clock")
    at = models.DateTimeField()
    operation = models.CharField(max_length=12)
    ground = models.CharField(max_length=300)
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    old_promise = models.DateTimeField(null=True)
    new_promise = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dossier", "id"], name="clock_of_dossier")]

    def to_info(self) -> ClockOperationInfo:
        """Return it as others see it."""
        return ClockOperationInfo(
            at=self.at,
            operation=ClockOperation(self.operation),
            ground=self.ground,
            who=self.who,
            old_promise=self.old_promise,
            new_promise=self.new_promise,
        )


class Apology(models.Model):
    """A slip of apology with a new day (phiếu xin lỗi, Mẫu số 04), numbered, signed and kept as it was given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="apologies")
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    reason = models.CharField(max_length=1000)
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200)
    old_promise = models.DateTimeField()
    new_promise = models.DateTimeField()
    is_late = models.BooleanField()
    file_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="apology_ordinal")]

    def to_info(self) -> ApologyInfo:
        """Return it as others see it."""
        return ApologyInfo(
            number=self.number,
            reason=self.reason,
            signed_at=self.signed_at,
            signed_by=self.signed_by,
            old_promise=self.old_promise,
            new_promise=self.new_promise,
            is_late=self.is_late,
            file_id=self.file_id,
        )


class Reminder(models.Model):
    """That somebody was told a dossier stands still or is late: once for each level and state of the dossier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="reminders")
    level = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "level", "version"], name="reminder_once"),
        ]


class Hold(models.Model):
    """Why a dossier may not go forward yet: an opinion or a linked part is awaited. Lifted, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="holds")
    key = models.CharField(max_length=20)
    task = models.CharField(max_length=60, blank=True)
    sentence = models.CharField(max_length=300)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "key"], name="hold_one_of_a_kind", condition=models.Q(lifted_at=None)
            ),
        ]
