"""Tables of cooperation. Dossiers, units and accounts are named by their ids."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.cooperation.data import (
    ConsultInfo,
    ConsultState,
    HandOverInfo,
    MovedLine,
    PartInfo,
    PartState,
    PartWay,
    ShownPaper,
)
from tinhso.kernel.ids import uuid7


class Consult(models.Model):
    """One question about a dossier to one unit or officer (phiếu lấy ý kiến phối hợp). Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField()
    dossier_code = models.CharField(max_length=48)
    procedure_name = models.CharField(max_length=300)
    owner_unit_id = models.UUIDField()
    task = models.CharField(max_length=60, blank=True)
    unit_id = models.UUIDField(_("đơn vị được hỏi"))
    unit_name = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True)
    account_name = models.CharField(max_length=200, blank=True)
    question = models.TextField(_("nội dung lấy ý kiến"))
    papers = models.JSONField(default=list)
    asked_by = models.UUIDField()
    asked_name = models.CharField(max_length=200)
    asked_unit_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ground = models.CharField(max_length=300)
    due_at = models.DateTimeField(_("hạn trả lời"))
    state = models.CharField(max_length=10, default=ConsultState.OPEN)
    answer = models.TextField(blank=True)
    file_id = models.UUIDField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=1000, blank=True)
    raised_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lấy ý kiến phối hợp")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consult_answered_when_answered",
                condition=Q(state__in=["answered", "declined"], answered_at__isnull=False)
                | Q(state__in=["open", "closed"]),
            ),
            models.UniqueConstraint(
                name="consult_asked_once",
                fields=["dossier_id", "unit_id", "account_id"],
                nulls_distinct=False,
                condition=Q(state="open"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="consult_of_dossier", fields=["dossier_id", "id"]),
            models.Index(name="consult_of_unit", fields=["unit_id", "-id"]),
            models.Index(name="consult_asked_by", fields=["asked_by"], condition=Q(state="open")),
            models.Index(name="consult_due", fields=["due_at", "id"], condition=Q(state="open", raised_at=None)),
        ]

    def to_info(self, *, with_papers: bool = True) -> ConsultInfo:
        """Return what may be held; without papers for whom they are not (any more)."""
        return ConsultInfo(
            id=self.id,
            dossier_id=self.dossier_id,
            dossier_code=self.dossier_code,
            procedure_name=self.procedure_name,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            account_id=self.account_id,
            account_name=self.account_name,
            question=self.question,
            papers=tuple(ShownPaper(one["id"], one["name"]) for one in self.papers) if with_papers else (),
            asked_by=self.asked_name,
            asked_by_unit=self.asked_unit_name,
            asked_at=self.asked_at,
            due_at=self.due_at,
            state=ConsultState(self.state),
            answer=self.answer,
            file_id=self.file_id,
            answered_by=self.answered_by,
            answered_at=self.answered_at,
            reminded_at=self.reminded_at,
            extended_at=self.extended_at,
            is_raised=self.raised_at is not None,
            ground=self.ground,
        )


class LinkedPart(models.Model):
    """One part of a linked procedure (phần việc liên thông): an agency, a clock and a result of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent_id = models.UUIDField()
    parent_code = models.CharField(max_length=48)
    unit_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    ordinal = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    agency = models.CharField(max_length=200)
    way = models.CharField(max_length=8)
    after = ArrayField(models.CharField(max_length=20), default=list)
    state = models.CharField(max_length=10, default=PartState.WAITING)
    dossier_id = models.UUIDField(null=True, unique=True)
    code = models.CharField(max_length=48, blank=True)
    sent = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result_number = models.CharField(max_length=100, blank=True)
    result_file_id = models.UUIDField(null=True)
    words = models.CharField(max_length=1000, blank=True)
    brought = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("phần việc liên thông")
        constraints: ClassVar = [
            models.UniqueConstraint(name="linked_part_once", fields=["parent_id", "key"]),
            models.CheckConstraint(
                name="linked_part_ended_when_ended",
                condition=Q(state__in=["done", "refused", "cancelled"], ended_at__isnull=False)
                | Q(state__in=["waiting", "working", "supplement"], ended_at=None),
            ),
            models.CheckConstraint(
                name="linked_part_paused_iff_waiting",
                condition=Q(state="supplement", paused_at__isnull=False) | (~Q(state="supplement") & Q(paused_at=None)),
            ),
        ]

    def to_info(self) -> PartInfo:
        """Return what others may hold."""
        return PartInfo(
            id=self.id,
            parent_id=self.parent_id,
            parent_code=self.parent_code,
            key=self.key,
            title=self.title,
            agency=self.agency,
            way=PartWay(self.way),
            after=tuple(self.after),
            state=PartState(self.state),
            dossier_id=self.dossier_id,
            code=self.code,
            sent=tuple((title, value) for title, value in self.sent),
            opened_at=self.opened_at,
            due_at=self.due_at,
            ended_at=self.ended_at,
            result_number=self.result_number,
            result_file_id=self.result_file_id,
            words=self.words,
        )


class HandOver(models.Model):
    """A record of handing work over (biên bản bàn giao), with every line of it and the paper. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=40)
    unit_id = models.UUIDField()
    from_account_id = models.UUIDField()
    from_name = models.CharField(max_length=200)
    to_account_id = models.UUIDField()
    to_name = models.CharField(max_length=200)
    by_account_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    at = models.DateTimeField()
    lines = models.JSONField(default=list)
    file_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("biên bản bàn giao")
        indexes: ClassVar = [models.Index(name="hand_over_of_unit", fields=["unit_id", "-id"])]

    def to_info(self) -> HandOverInfo:
        """Return what others may hold."""
        return HandOverInfo(
            id=self.id,
            number=self.number,
            from_name=self.from_name,
            to_name=self.to_name,
            by_name=self.by_name,
            reason=self.reason,
            at=self.at,
            lines=tuple(MovedLine(**line) for line in self.lines),
            file_id=self.file_id,
        )
