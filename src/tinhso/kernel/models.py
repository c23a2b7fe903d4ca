"""Tables of the outbox. The event table is partitioned by month; its SQL stands in the first migration."""

from typing import ClassVar

from django.db import models


class OutboxEntry(models.Model):
    """One announced event. Written once, in the transaction it tells of; never changed."""

    id = models.UUIDField(primary_key=True, editable=False)
    seq = models.BigIntegerField(editable=False)
    type = models.TextField()
    data = models.JSONField()
    account_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_outbox"
        verbose_name = "outbox entry"
        verbose_name_plural = "outbox entries"


class SubscriberPosition(models.Model):
    """How far one subscriber has come; its row lock makes sure that one worker serves it at a time."""

    name = models.TextField(primary_key=True)
    txid = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    advanced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_subscriber"


class DeadLetter(models.Model):
    """An event a subscriber could not take after every retry: shown to the operator, replayable, never dropped."""

    subscriber = models.TextField()
    event_id = models.UUIDField()
    type = models.TextField()
    data = models.JSONField()
    account_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    error = models.TextField()
    failed_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_dead_letter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "event_id"], name="dead_letter_once"),
        ]
