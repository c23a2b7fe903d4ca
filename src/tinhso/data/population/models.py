"""Tables of population. None of them is a register of persons: each row belongs to one subject."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.data.population.data import CheckInfo, CheckState, Outcome
from tinhso.kernel.ids import uuid7


class Subject(models.Model):
    """What a question was asked for: a draft, a dossier, a visit at the desk. `subject_code` is what people call it."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_code = models.CharField(_("mã hồ sơ"), max_length=60, blank=True)

    class Meta:
        abstract = True


class LookUp(Subject):
    """One question to the source, from before it was asked; complete once `outcome` is no longer «asking».

    Kept without the person: a pseudonym (HMAC of the number), sizes and digests of what went and came. A trigger
    refuses to change a complete row and to delete any. Partitioned by month of `at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    account_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    appointment_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(_("mục đích"), max_length=200)
    operation = models.CharField(max_length=16)
    parts = ArrayField(models.CharField(max_length=20))
    pseudonym = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=16, default=Outcome.ASKING.value)
    error_code = models.CharField(max_length=80, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    latency_ms = models.PositiveIntegerField(null=True)
    request_bytes = models.PositiveIntegerField(null=True)
    response_bytes = models.PositiveIntegerField(null=True)
    request_hash = models.CharField(max_length=64, blank=True)
    response_hash = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "population_look_up"
        verbose_name = _("lần tra cứu dân cư")
        verbose_name_plural = _("lần tra cứu dân cư")


class HeldPerson(Subject):
    """What the source said of one person, kept with the subject it was asked for and no longer than that.

    `person` is empty when only a verdict was asked for, and unless the outcome is matched.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(null=True)
    pseudonym = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in Outcome])
    differing = ArrayField(models.CharField(max_length=10), default=list)
    person = models.JSONField(default=dict)
    checked_at = models.DateTimeField()
    look_up_id = models.UUIDField()

    class Meta:
        db_table = "population_held_person"
        verbose_name = _("dữ liệu dân cư của hồ sơ")
        verbose_name_plural = _("dữ liệu dân cư của hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(name="held_person_once", fields=["subject_kind", "subject_id", "pseudonym"]),
            models.CheckConstraint(name="held_person_only_when_matched", condition=Q(outcome="matched") | Q(person={})),
        ]


class Check(Subject):
    """A verification that waits for the source. Number, name and birth date are blanked once there is an answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(null=True)
    pseudonym = models.CharField(max_length=64)
    number = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=100, blank=True)
    birth = models.CharField(max_length=10, blank=True)
    purpose = models.CharField(_("mục đích"), max_length=200)
    actor = models.JSONField()
    state = models.CharField(max_length=16, default=CheckState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    differing = ArrayField(models.CharField(max_length=10), default=list)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "population_check"
        verbose_name = _("việc chờ xác minh dân cư")
        verbose_name_plural = _("việc chờ xác minh dân cư")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="check_once", fields=["subject_kind", "subject_id", "pseudonym"], condition=~Q(state="done")
            ),
            models.CheckConstraint(name="check_state_known", condition=Q(state__in=[s.value for s in CheckState])),
            models.CheckConstraint(
                name="check_done_has_outcome",
                condition=(~Q(outcome="") & Q(state="done", done_at__isnull=False, number="", name="", birth=""))
                | (~Q(state="done") & Q(outcome="", done_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="check_waiting", fields=["next_at"], condition=Q(state__in=["waiting", "asking"])),
            models.Index(name="check_given_up", fields=["-id"], condition=Q(state="given_up")),
            models.Index(name="check_by_subject", fields=["subject_id"]),
        ]

    def to_info(self) -> CheckInfo:
        """Return the check without the person."""
        return CheckInfo(
            id=self.id,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            subject_code=self.subject_code,
            account_id=self.account_id,
            purpose=self.purpose,
            state=CheckState(self.state),
            attempts=self.attempts,
            next_at=self.next_at,
            reason=self.reason,
            outcome=Outcome(self.outcome) if self.outcome else None,
            differing=tuple(self.differing),
            created_at=self.created_at,
            done_at=self.done_at,
        )


class DeskVisit(models.Model):
    """One visit of a citizen at the desk for which somebody was looked up: who sat there, and what it was about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    unit_id = models.UUIDField()
    note = models.CharField(_("nội dung tiếp công dân"), max_length=200, blank=True)
    dossier_code = models.CharField(_("mã hồ sơ"), max_length=60, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "population_desk_visit"
        verbose_name = _("lượt tiếp công dân")
        verbose_name_plural = _("lượt tiếp công dân")
        constraints: ClassVar = [
            models.CheckConstraint(name="desk_visit_is_about_something", condition=~Q(note="", dossier_code="")),
        ]


class SourceLine(models.Model):
    """How the line to the source is: one row, shared by all processes (circuit breaker, pause)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "population_source_line"
        verbose_name = _("đường nối CSDL dân cư")
        verbose_name_plural = _("đường nối CSDL dân cư")
        constraints: ClassVar = [models.CheckConstraint(name="source_line_is_one", condition=Q(id=1))]


class LookUpExcess(models.Model):
    """That the head of a unit was told of an officer who looked people up too often: once an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    hour = models.DateTimeField()

    class Meta:
        db_table = "population_limit_alert"
        verbose_name = _("cảnh báo tra cứu vượt mức")
        verbose_name_plural = _("cảnh báo tra cứu vượt mức")
        constraints: ClassVar = [models.UniqueConstraint(name="limit_alert_once", fields=["account_id", "hour"])]
