"""Tables of drafts and dossiers. A dossier is never deleted; who may see it is decided in `access`."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.dossiers.data import (
    OPEN,
    Applicant,
    Channel,
    Delivery,
    DossierInfo,
    PaperForm,
    PaperInfo,
    PaperOrigin,
    Status,
    SupplementInfo,
    SupplementItem,
)
from tinhso.government.dossiers.traces import Apology, ClockEntry, Hold, Letter, Reminder, ResultSigning, SignedFile
from tinhso.kernel.ids import uuid7
from tinhso.kernel.rows import Changes

__all__ = [
    "ApiReplay",
    "Apology",
    "ClockEntry",
    "Dossier",
    "DossierPaper",
    "Draft",
    "DraftPaper",
    "Hold",
    "Letter",
    "Reminder",
    "ResultSigning",
    "SignedFile",
    "Supplement",
    "TimelineEvent",
]

_OPEN_Q = Q(status__in=sorted(int(s) for s in OPEN))


class Draft(models.Model):
    """What an applicant has filled in so far (bản khai đang soạn). Becomes exactly one dossier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(editable=False)
    procedure_code = models.CharField(max_length=40)
    version_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    delivery = models.CharField(max_length=8, default=Delivery.ONLINE)
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    dossier = models.OneToOneField("Dossier", null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account_id", "-id"], name="draft_of_account", condition=Q(dossier=None)),
        ]


class DraftPaper(models.Model):
    """A file attached to a draft for one component."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    component = models.CharField(max_length=32)
    file_id = models.UUIDField()
    origin = models.CharField(max_length=12, blank=True, default="", db_default="")

    def to_info(self) -> PaperInfo:
        """Return it as others see it."""
        return PaperInfo(
            self.id, self.component, "", PaperForm.ELECTRONIC, 1, self.file_id, origin=PaperOrigin(self.origin)
        )


class Dossier(models.Model):
    """One request, by one applicant, under one version of one procedure (hồ sơ thủ tục hành chính)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã hồ sơ"), max_length=48, unique=True)
    token = models.CharField(max_length=16, unique=True, editable=False)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.CharField(max_length=300)
    field_code = models.CharField(max_length=16, blank=True)
    version_id = models.UUIDField()
    case = models.CharField(max_length=40)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    channel = models.CharField(_("kênh"), max_length=8)
    delivery = models.CharField(max_length=8, default=Delivery.COUNTER)
    status = models.PositiveSmallIntegerField(_("trạng thái"), default=Status.NEW)

    applicant_account_id = models.UUIDField(null=True)
    applicant_name = models.CharField(_("chủ hồ sơ"), max_length=200)
    applicant_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_email = models.CharField(max_length=254, blank=True)
    applicant_address = models.CharField(max_length=300, blank=True)
    applicant_birth_on = models.CharField(max_length=10, blank=True)
    subject = models.CharField(_("trích yếu"), max_length=300, blank=True)
    data = models.JSONField(default=dict)

    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    promised_at = models.DateTimeField(_("hẹn trả"), null=True)
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)

    step_task = models.CharField(max_length=60, blank=True)
    step_title = models.CharField(max_length=200, blank=True)
    step_role = models.CharField(max_length=40, blank=True)
    step_act = models.CharField(max_length=16, blank=True)
    step_due_at = models.DateTimeField(null=True)
    handler_id = models.UUIDField(null=True)
    handler_name = models.CharField(max_length=200, blank=True)

    draft_result = models.JSONField(null=True)
    result_id = models.UUIDField(null=True)
    result_token = models.CharField(max_length=20, blank=True)
    result_file_id = models.UUIDField(null=True)

    receiving_unit_id = models.UUIDField(null=True)
    receiving_unit_name = models.CharField(max_length=200, blank=True)
    process_id = models.UUIDField(null=True)
    reappointed_at = models.DateTimeField(_("hẹn lại"), null=True)
    apology_due_at = models.DateTimeField(null=True)
    fee_request_id = models.UUIDField(null=True)

    disposed_at = models.DateTimeField(_("hủy tài liệu lúc"), null=True, editable=False)
    """When what it held was destroyed by a decision; what is left is a stub that nothing changes any more."""

    acted_at = models.DateTimeField()
    acted_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    search_words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("search_words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    changes: Changes | None = None
    """What has changed since it was read for update, so that a verb writes only that; None when read otherwise."""

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="dossier_promised_once_received",
                condition=Q(received_at=None, promised_at=None)
                | Q(received_at__isnull=False, promised_at__isnull=False),
            ),
            models.CheckConstraint(name="dossier_status_national", condition=Q(status__gte=1, status__lte=10)),
            models.CheckConstraint(
                name="dossier_paused_iff_waiting",
                condition=Q(status__in=[5, 6], paused_at__isnull=False) | (~Q(status__in=[5, 6]) & Q(paused_at=None)),
            ),
            models.CheckConstraint(
                name="dossier_finished_iff_ended",
                condition=Q(status__in=[3, 7, 8, 9, 10], finished_at__isnull=False)
                | (~Q(status__in=[3, 7, 8, 9, 10]) & Q(finished_at=None)),
            ),
            models.CheckConstraint(
                name="dossier_received_before_work",
                condition=Q(status__in=[1, 3, 5, 7]) | Q(received_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "status", "-id"], name="dossier_unit_status"),
            models.Index(fields=["unit_id", "-id"], name="dossier_unit"),
            models.Index(fields=["unit_id", "procedure_code", "-id"], name="dossier_unit_procedure"),
            models.Index(fields=["unit_id", "field_code", "-id"], name="dossier_unit_field"),
            models.Index(
                fields=["handler_id", "promised_at", "id"],
                name="dossier_handler_due",
                condition=_OPEN_Q & Q(handler_id__isnull=False),
            ),
            models.Index(fields=["status", "-id"], name="dossier_status"),
            models.Index(fields=["unit_id", "promised_at", "id"], name="dossier_unit_due", condition=_OPEN_Q),
            models.Index(fields=["promised_at", "id"], name="dossier_due", condition=_OPEN_Q),
            models.Index(
                fields=["received_at", "unit_id"],
                name="dossier_received",
                include=["status", "finished_at", "promised_at"],
            ),
            models.Index(fields=["unit_id", "received_at", "id"], name="dossier_unit_received"),
            models.Index(
                fields=["applicant_number", "-id"], name="dossier_applicant_number", condition=~Q(applicant_number="")
            ),
            models.Index(
                fields=["applicant_account_id", "-id"],
                name="dossier_applicant",
                condition=Q(applicant_account_id__isnull=False),
            ),
            models.Index(
                fields=["unit_id", "procedure_code", "finished_at", "id"],
                name="dossier_ended",
                condition=Q(finished_at__isnull=False, disposed_at=None),
            ),
            GinIndex(fields=["unit_id", "search"], name="dossier_search"),
            models.Index(fields=["acted_at", "id"], name="dossier_quiet", condition=_OPEN_Q),
            models.Index(
                fields=["receiving_unit_id", "-id"],
                name="dossier_receiving_unit",
                condition=Q(receiving_unit_id__isnull=False),
            ),
            models.Index(
                fields=["receiving_unit_id", "promised_at", "id"],
                name="dossier_receiving_due",
                condition=_OPEN_Q & Q(receiving_unit_id__isnull=False),
            ),
        ]

    def applicant(self) -> Applicant:
        """Return who asks, as written here."""
        return Applicant(
            name=self.applicant_name,
            number=self.applicant_number,
            phone=self.applicant_phone,
            email=self.applicant_email,
            address=self.applicant_address,
            birth_on=self.applicant_birth_on,
            account_id=self.applicant_account_id,
        )

    def to_info(self) -> DossierInfo:
        """Return it as lists show it."""
        return DossierInfo(
            id=self.id,
            code=self.code,
            procedure_code=self.procedure_code,
            procedure_name=self.procedure_name,
            status=Status(self.status),
            channel=Channel(self.channel),
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            applicant=self.applicant(),
            subject=self.subject,
            submitted_at=self.submitted_at,
            received_at=self.received_at,
            promised_at=self.promised_at,
            paused_at=self.paused_at,
            finished_at=self.finished_at,
            handed_over_at=self.handed_over_at,
            step_task=self.step_task,
            step_title=self.step_title,
            step_role=self.step_role,
            step_act=self.step_act,
            step_due_at=self.step_due_at,
            handler_id=self.handler_id,
            handler_name=self.handler_name,
            token=self.token,
            version=self.version,
            reappointed_at=self.reappointed_at,
            receiving_unit_id=self.receiving_unit_id,
            receiving_unit_name=self.receiving_unit_name,
            disposed_at=self.disposed_at,
        )


class DossierPaper(models.Model):
    """A paper or file handed in for one component; a later one for the same component stands beside the earlier.

    Nothing is deleted: what the desk counted otherwise, and a scan found wanting, is `withdrawn_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    component = models.CharField(max_length=32)
    name = models.CharField(max_length=300)
    form = models.CharField(max_length=12, default=PaperForm.ELECTRONIC)
    count = models.PositiveSmallIntegerField(default=1)
    file_id = models.UUIDField(null=True)
    supplement = models.ForeignKey("Supplement", null=True, on_delete=models.PROTECT, related_name="papers")
    origin = models.CharField(max_length=12, blank=True, default="", db_default="")
    withdrawn_at = models.DateTimeField(null=True)

    def to_info(self) -> PaperInfo:
        """Return it as others see it."""
        form = PaperForm(self.form)
        return PaperInfo(
            self.id,
            self.component,
            self.name,
            form,
            self.count,
            self.file_id,
            self.supplement_id,
            PaperOrigin(self.origin),
        )


class Supplement(models.Model):
    """One itemised request to the applicant (Mẫu 02), and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplements")
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    asked_while = models.PositiveSmallIntegerField()
    contact = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    items = models.JSONField()
    answered_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="supplement_ordinal"),
            models.UniqueConstraint(
                fields=["dossier"], name="supplement_one_waiting", condition=Q(answered_at=None, undone_at=None)
            ),
        ]

    def to_info(self) -> SupplementInfo:
        """Return it as others see it."""
        return SupplementInfo(
            id=self.id,
            asked_at=self.asked_at,
            asked_by=self.asked_by,
            contact=self.contact,
            due_on=self.due_on,
            items=tuple(SupplementItem(**item) for item in self.items),
            answered_at=self.answered_at,
            confirmed_by=self.confirmed_by,
        )


class TimelineEvent(models.Model):
    """One thing that happened to a dossier (diễn biến). Written with the act, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    task = models.CharField(max_length=60, blank=True)
    planned_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dossier", "id"], name="timeline_of_dossier")]


class ApiReplay(models.Model):
    """The answer given to an idempotency key, so that a retry gets the same answer and does nothing twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account_id", "key"], name="api_replay_once")]
