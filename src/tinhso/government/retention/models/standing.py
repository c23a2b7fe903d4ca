"""Tables of what is cleaned under standing decisions, of exports, and of files whose bytes go."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.retention.data import Cleaning, ExportInfo, ExportState, StandingInfo
from tinhso.government.retention.models.disposals import Disposal
from tinhso.kernel.ids import uuid7


class StandingDecision(models.Model):
    """A decision under which what no law asks to keep is cleaned day by day (quyết định thường xuyên). Ends, stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("số quyết định"), max_length=80)
    decided_on = models.DateField(_("ngày quyết định"))
    signer_name = models.CharField(_("người ký"), max_length=200)
    kinds = ArrayField(models.CharField(max_length=12), size=8)
    file_id = models.UUIDField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("quyết định thường xuyên")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="standing_is_whole", condition=~Q(number="") & ~Q(signer_name="") & ~Q(kinds=[])
            ),
        ]

    def to_info(self) -> StandingInfo:
        """Return what others may hold."""
        return StandingInfo(
            id=self.id,
            number=self.number,
            decided_on=self.decided_on,
            signer_name=self.signer_name,
            kinds=tuple(Cleaning(one) for one in self.kinds),
            file_id=self.file_id,
            recorded_by=self.recorded_by,
            recorded_at=self.recorded_at,
            ended_at=self.ended_at,
        )


class CleaningRun(models.Model):
    """What one day's cleaning of one kind came to, and under which decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12)
    standing = models.ForeignKey(StandingDecision, on_delete=models.PROTECT, related_name="runs")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("lần dọn dẹp")
        indexes: ClassVar = [models.Index(fields=["-at"], name="cleaning_newest")]


class PersonExport(models.Model):
    """Everything the house holds about one person, in one file for a few days (xuất dữ liệu cá nhân)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField(_("tài khoản"), null=True)
    number = models.CharField(_("số định danh"), max_length=20)
    name = models.CharField(_("họ và tên"), max_length=200)
    asked_by_id = models.UUIDField()
    asked_by = models.CharField(max_length=200)
    unit_id = models.UUIDField(null=True)
    purpose = models.CharField(_("mục đích"), max_length=300, blank=True)
    request_file_id = models.UUIDField(_("văn bản yêu cầu"), null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ExportState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    file_id = models.UUIDField(null=True)
    size = models.BigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("xuất dữ liệu cá nhân")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="export_ready_has_file",
                condition=Q(state__in=["waiting", "failed", "ended"])
                | Q(file_id__isnull=False, ready_at__isnull=False, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="export_at_desk_has_request",
                condition=Q(asked_by_id=F("person_id"))
                | (Q(request_file_id__isnull=False, unit_id__isnull=False) & ~Q(purpose="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_by_id", "-id"], name="export_of_asker"),
            models.Index(fields=["id"], name="export_to_do", condition=Q(state="waiting")),
            models.Index(fields=["expires_at"], name="export_to_end", condition=Q(state="ready")),
        ]

    def to_info(self) -> ExportInfo:
        """Return what its asker may hold."""
        return ExportInfo(
            id=self.id,
            name=self.name,
            number=self.number,
            state=ExportState(self.state),
            is_own=self.asked_by_id == self.person_id,
            purpose=self.purpose,
            asked_by=self.asked_by,
            asked_at=self.asked_at,
            due_at=self.due_at,
            ready_at=self.ready_at,
            expires_at=self.expires_at,
            size=self.size,
            downloads=self.downloads,
            error=self.error,
        )


class FileRemoval(models.Model):
    """One file whose bytes go, and by whose leave: a visible queue, done when nobody else has them any more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, null=True, related_name="+")
    standing = models.ForeignKey(StandingDecision, on_delete=models.PROTECT, null=True, related_name="+")
    export = models.ForeignKey(PersonExport, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    removed = models.BooleanField(default=False)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tệp chờ xóa nội dung")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file_id"], name="file_removal_once"),
            models.CheckConstraint(
                name="file_removal_by_one_leave",
                condition=Q(disposal__isnull=False, standing=None, export=None)
                | Q(disposal=None, standing__isnull=False, export=None)
                | Q(disposal=None, standing=None, export__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="file_removal_to_do", condition=Q(done_at=None)),
        ]
