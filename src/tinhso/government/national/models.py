"""Tables of the exchange. A record is never deleted; a lane is the lock that keeps its records in order."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.national.data import FilingState, RecordKind, RecordState
from tinhso.kernel.ids import uuid7


class NationalMirror(models.Model):
    """One dossier's lane to the portal, and what the portal has acknowledged of it.

    Whoever holds `claim` until `claimed_until` tells this dossier's records, in order; nobody else does meanwhile.
    `next_at` is empty when nothing waits.
    """

    dossier_id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(_("mã hồ sơ"), max_length=48, unique=True)
    person_id = models.UUIDField(null=True)
    last_sequence = models.PositiveIntegerField(default=0)
    queued_status = models.PositiveSmallIntegerField(null=True)
    queued_before_wait = models.PositiveSmallIntegerField(default=1)
    queued_hash = models.CharField(max_length=64, blank=True)
    last_payload_hash = models.CharField(max_length=64, blank=True)
    last_ack_at = models.DateTimeField(null=True)
    portal_status = models.PositiveSmallIntegerField(null=True)
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    is_blocked = models.BooleanField(default=False)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "national_mirror"
        verbose_name = _("hồ sơ trên Cổng quốc gia")
        verbose_name_plural = _("hồ sơ trên Cổng quốc gia")
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], name="mirror_due", condition=Q(next_at__isnull=False) & Q(is_blocked=False)
            ),
            models.Index(fields=["dossier_id"], name="mirror_blocked", condition=Q(is_blocked=True)),
        ]

    def __str__(self) -> str:
        return self.code


class NationalRecord(models.Model):
    """One thing told to the portal. Its id is its idempotency key; `sequence` its place in the dossier's lane."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mirror = models.ForeignKey(
        NationalMirror, on_delete=models.PROTECT, related_name="records", db_column="dossier_id", db_index=False
    )
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in RecordKind])
    line_id = models.UUIDField(null=True, unique=True)
    status = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, default=RecordState.WAITING, choices=[(s.value, s.value) for s in RecordState]
    )
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    is_slim = models.BooleanField(default=False)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "national_record"
        verbose_name = _("bản ghi đồng bộ")
        verbose_name_plural = _("bản ghi đồng bộ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mirror", "sequence"], name="record_in_order"),
            models.CheckConstraint(
                name="record_acknowledged_has_moment",
                condition=Q(state="acknowledged", acknowledged_at__isnull=False)
                | (~Q(state="acknowledged") & Q(acknowledged_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["mirror", "sequence"], name="record_unsettled", condition=Q(state__in=["waiting", "sent"])
            ),
            models.Index(fields=["made_at"], name="record_oldest", condition=Q(state__in=["waiting", "sent"])),
            models.Index(fields=["-id"], name="record_failed", condition=Q(state="failed")),
            models.Index(
                fields=["made_at"],
                name="record_given_up",
                condition=Q(state__in=["failed", "superseded"], is_slim=False),
            ),
            models.Index(
                fields=["acknowledged_at"],
                name="record_acknowledged",
                condition=Q(acknowledged_at__isnull=False, is_slim=False),
            ),
        ]


class NationalCircuit(models.Model):
    """The one breaker of the portal, shared by every worker; and how far the filings there have been read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    is_paused = models.BooleanField(default=False)
    paused_by = models.CharField(max_length=200, blank=True)
    paused_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    filings_mark = models.CharField(max_length=100, blank=True)
    catalogue_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "national_circuit"
        constraints: ClassVar = [models.CheckConstraint(name="circuit_is_one", condition=Q(id=1))]


class NationalComparison(models.Model):
    """One comparison of both sides, resumed where it stopped until it is finished."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    after_id = models.UUIDField(null=True)
    is_ours_done = models.BooleanField(default=False)
    after_code = models.CharField(max_length=100, blank=True)
    checked = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    requeued = models.PositiveIntegerField(default=0)
    samples = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "national_comparison"


class NationalFiling(models.Model):
    """One filing made at the portal. Its outside code is unique: it becomes one dossier, however often fetched."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    external_code = models.CharField(_("mã tại Cổng quốc gia"), max_length=100, unique=True)
    procedure_code = models.CharField(max_length=40)
    payload = models.JSONField()
    state = models.CharField(
        max_length=8, default=FilingState.WAITING, choices=[(s.value, s.value) for s in FilingState]
    )
    dossier_id = models.UUIDField(null=True, unique=True)
    dossier_code = models.CharField(max_length=48, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    is_slim = models.BooleanField(default=False)

    class Meta:
        db_table = "national_filing"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="filing_filed_has_dossier",
                condition=Q(state="filed", dossier_id__isnull=False) | (~Q(state="filed") & Q(dossier_id=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="filing_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["-id"], name="filing_in_trouble", condition=~Q(error="")),
            models.Index(fields=["fetched_at"], name="filing_whole", condition=Q(state="failed", is_slim=False)),
        ]


class NationalEntry(models.Model):
    """One version of one entry of the national catalogues, as fetched: procedure, agency or field."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=500, blank=True)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "national_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="entry_one_current", condition=Q(superseded_at=None)),
        ]
