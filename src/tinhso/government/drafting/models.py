"""Tables of drafting. Units, officers' accounts and documents are named by their ids. Nothing here is ever deleted."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.drafting import (  # noqa: F401 - Django finds the tables of a room here
    editor_models,
    mandate_models,
    paper_models,
    signing_models,
)
from tinhso.government.drafting.data import (
    CommentInfo,
    Competence,
    DraftInfo,
    OpinionInfo,
    SignatureInfo,
    Source,
    Stance,
    Status,
    StepInfo,
    StepKind,
    StepState,
    VersionInfo,
)
from tinhso.kernel.ids import uuid7


class Draft(models.Model):
    """A document being drafted (dự thảo văn bản). `head` is the number of the version in force, 0 before the first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    subject = models.CharField(_("trích yếu"), max_length=500, blank=True)
    status = models.CharField(max_length=12, default=Status.DRAFTING)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    head = models.PositiveIntegerField(default=0)
    versions = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    symbol_tail = models.CharField(max_length=40, blank=True)
    competence = models.CharField(max_length=4, blank=True, default=Competence.HEAD)
    signer_id = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)
    answers_id = models.UUIDField(null=True)
    replaces_id = models.UUIDField(null=True)
    copies_id = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)
    document_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("dự thảo văn bản")
        constraints: ClassVar = [
            models.CheckConstraint(name="draft_head_is_a_version", condition=Q(head__lte=F("versions"))),
            models.CheckConstraint(
                name="draft_issued_with_its_document",
                condition=~Q(status=Status.ISSUED.value) | Q(document_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="draft_one_document", fields=["document_id"], condition=Q(document_id__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="draft_to_issue", fields=["unit_id", "-id"], condition=Q(status__in=["signed", "sealing"])
            ),
        ]

    def to_info(self, *, kind_title: str, waits_for: str = "") -> DraftInfo:
        """Return it as others see it."""
        return DraftInfo(
            id=self.id,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            kind=self.kind,
            kind_title=kind_title,
            subject=self.subject,
            status=Status(self.status),
            author_id=self.author_id,
            author_name=self.author_name,
            head=self.head,
            versions=self.versions,
            round=self.round,
            symbol_tail=self.symbol_tail,
            competence=Competence(self.competence),
            signer_id=self.signer_id,
            answers_id=self.answers_id,
            replaces_id=self.replaces_id,
            document_id=self.document_id,
            document_code=self.document_code,
            created_at=self.created_at,
            changed_at=self.changed_at,
            waits_for=waits_for,
            copies_id=self.copies_id,
        )


class DraftMember(models.Model):
    """Somebody who takes part in a draft: writes, advises, passes, signs. Being in the list is being let in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="members")
    member_id = models.UUIDField()
    name = models.CharField(max_length=200)
    may_write = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="draft_member_once", fields=["draft", "member_id"])]
        indexes: ClassVar = [models.Index(name="draft_of_member", fields=["member_id", "-draft"])]


class DraftVersion(models.Model):
    """The words of a draft at one save (bản dự thảo). `file_id` is the Word file they came in, when they did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="version_rows")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    is_side = models.BooleanField(default=False)
    merged_into = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    source = models.CharField(max_length=8)
    note = models.CharField(max_length=300, blank=True)
    file_id = models.UUIDField(null=True)
    writer_id = models.UUIDField()
    writer_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("bản dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(name="draft_version_once", fields=["draft", "number"]),
            models.CheckConstraint(name="draft_version_after_its_base", condition=Q(base__lt=F("number"))),
            models.CheckConstraint(
                name="draft_side_version_merged", condition=Q(is_side=True) | Q(merged_into__isnull=True)
            ),
        ]

    def to_info(self) -> VersionInfo:
        """Return it as others see it, without its words."""
        return VersionInfo(
            number=self.number,
            base=self.base,
            is_side=self.is_side,
            merged_into=self.merged_into,
            source=Source(self.source),
            author_name=self.writer_name,
            at=self.at,
            note=self.note,
            file_id=self.file_id,
        )


class DraftComment(models.Model):
    """A remark on a paragraph (góp ý). `quote` is the paragraph as it was, to find it again in later versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    version = models.PositiveIntegerField()
    place = models.PositiveIntegerField(default=0)
    quote = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=2000)
    writer_id = models.UUIDField()
    writer_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("góp ý dự thảo")

    def to_info(self) -> CommentInfo:
        """Return it as others see it."""
        return CommentInfo(
            id=self.id,
            version=self.version,
            place=self.place,
            quote=self.quote,
            words=self.words,
            writer_id=self.writer_id,
            writer_name=self.writer_name,
            at=self.at,
            settled_by=self.settled_by,
            settled_at=self.settled_at,
        )


class OpinionRound(models.Model):
    """A request for opinions on a version, to several people at once, until a moment (xin ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="opinion_rounds")
    version = models.PositiveIntegerField()
    words = models.CharField(max_length=2000)
    asker_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("đợt xin ý kiến")


class DraftOpinion(models.Model):
    """One person's opinion in a round; `stance` is "" until it is given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions")
    adviser_id = models.UUIDField()
    adviser_name = models.CharField(max_length=200)
    stance = models.CharField(max_length=8, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến về dự thảo")
        constraints: ClassVar = [models.UniqueConstraint(name="draft_opinion_once", fields=["round", "adviser_id"])]

    def to_info(self) -> OpinionInfo:
        """Return it as others see it."""
        return OpinionInfo(
            id=self.id,
            round_id=self.round_id,
            adviser_id=self.adviser_id,
            adviser_name=self.adviser_name,
            stance=Stance(self.stance) if self.stance else None,
            words=self.words,
            version=self.round.version,
            at=self.at,
            due_at=self.round.due_at,
        )


class DraftStep(models.Model):
    """One step of the chain a draft goes through (ký nháy, duyệt trình, ký). A return ends a round; the next is new."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    reviewer_id = models.UUIDField()
    reviewer_name = models.CharField(max_length=200)
    reviewer_title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=StepState.WAITING)
    version = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("bước duyệt dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(name="draft_step_place", fields=["draft", "round", "place"]),
            models.UniqueConstraint(name="draft_one_current_step", fields=["draft"], condition=Q(state="current")),
        ]

    def to_info(self) -> StepInfo:
        """Return it as others see it."""
        return StepInfo(
            id=self.id,
            round=self.round,
            place=self.place,
            kind=StepKind(self.kind),
            reviewer_id=self.reviewer_id,
            reviewer_name=self.reviewer_name,
            reviewer_title=self.reviewer_title,
            state=StepState(self.state),
            version=self.version,
            words=self.words,
            at=self.at,
        )


class SubmissionSlip(models.Model):
    """What is put before the leader with a draft (phiếu trình): words, and ways out to choose between."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="slips")
    round = models.PositiveIntegerField()
    words = models.CharField(max_length=2000)
    options = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu trình")
        constraints: ClassVar = [models.UniqueConstraint(name="draft_slip_once", fields=["draft", "round"])]


class DraftSignature(models.Model):
    """A signature given on a draft, and whether it was voided: then the marked file says so on every page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveIntegerField()
    signer_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    file_id = models.UUIDField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    voided_file_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("chữ ký trên dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="draft_one_signature_in_force",
                fields=["draft"],
                condition=Q(voided_at=None),
            ),
            models.CheckConstraint(
                name="draft_voided_with_reason",
                condition=Q(voided_at=None, voided_file_id=None)
                | (Q(voided_at__isnull=False, voided_file_id__isnull=False) & ~Q(reason="")),
            ),
        ]

    def to_info(self) -> SignatureInfo:
        """Return it as others see it."""
        return SignatureInfo(
            id=self.id,
            version=self.version,
            signer_name=self.signer_name,
            at=self.at,
            file_id=self.file_id,
            voided_at=self.voided_at,
            voided_by=self.voided_by,
            reason=self.reason,
            voided_file_id=self.voided_file_id,
        )


class DraftCheckout(models.Model):
    """Who has a draft open for editing (mở sửa): advisory; anybody who may write takes it over, and that is told."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, primary_key=True, related_name="checkout")
    writer_id = models.UUIDField()
    writer_name = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("người đang mở dự thảo")


class DraftLink(models.Model):
    """An address by which one person's own program opens one draft (WebDAV, WOPI): its secret is kept as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="links")
    writer_id = models.UUIDField()
    purpose = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    base = models.PositiveIntegerField(default=0)
    """The version the program read last: what it saves is made from that."""
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("địa chỉ mở dự thảo")
        indexes: ClassVar = [models.Index(name="draft_link_of_writer", fields=["writer_id", "draft"])]


class LinkProperty(models.Model):
    """What a program that opened an address keeps there while it works: its own holds and properties (RFC 4918)."""

    link = models.ForeignKey(DraftLink, on_delete=models.PROTECT, related_name="properties")
    name = models.CharField(max_length=300)
    value = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("ghi chú của chương trình soạn thảo")
        constraints: ClassVar = [models.UniqueConstraint(name="link_property_once", fields=["link", "name"])]
