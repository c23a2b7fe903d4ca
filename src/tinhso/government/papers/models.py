"""Tables of papers. Triggers in the first migration hold that nothing is deleted and no fact altered."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.papers import kinds
from tinhso.government.papers.data import (
    Confidence,
    CopyInfo,
    CopyState,
    Origin,
    PaperInfo,
    PaperState,
    QuestionInfo,
    ShareInfo,
    ShareKind,
    ShareScope,
    UseInfo,
)
from tinhso.government.papers.rules.validity import state_on
from tinhso.kernel.ids import uuid7

_SHA256 = "^[0-9a-f]{64}$"


class Paper(models.Model):
    """One version of one paper of one owner (giấy tờ điện tử); the owner is a number, with an account or without."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lineage_id = models.UUIDField(_("giấy tờ"), default=uuid7)
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    owner_number = models.CharField(_("số định danh chủ sở hữu"), max_length=20)
    owner_name = models.CharField(_("chủ sở hữu"), max_length=200)
    type_code = models.CharField(_("mã loại giấy tờ"), max_length=20)
    name = models.CharField(_("tên giấy tờ"), max_length=300)
    code = models.CharField(_("mã giấy tờ"), max_length=40, unique=True)
    number = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    valid_until = models.DateField(_("hiệu lực đến hết ngày"), null=True)
    scope = models.CharField(_("phạm vi hiệu lực"), max_length=200, blank=True)
    abstract = models.CharField(_("trích yếu"), max_length=500, blank=True)
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    issuer_unit_id = models.UUIDField(null=True)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    file_id = models.UUIDField(_("tệp"))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    pages = models.PositiveIntegerField(_("số trang"), default=1)
    extracted = models.JSONField(_("dữ liệu bóc tách"), default=dict)
    dossier_id = models.UUIDField(_("hồ sơ nguồn"), null=True)
    dossier_code = models.CharField(_("mã hồ sơ nguồn"), max_length=48, blank=True)
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40, blank=True)
    field_code = models.CharField(_("lĩnh vực"), max_length=16, blank=True)
    result_id = models.UUIDField(null=True, unique=True)
    origin = models.CharField(_("nguồn"), max_length=12)
    confidence = models.CharField(_("mức tin cậy"), max_length=1)
    digitised_by = models.CharField(_("người số hóa"), max_length=200, blank=True)
    digitised_by_id = models.UUIDField(null=True)
    kept_by_unit_id = models.UUIDField(null=True)
    kept_at = models.DateTimeField(_("đưa vào kho lúc"))
    state = models.CharField(_("trạng thái"), max_length=12, default=PaperState.IN_FORCE.value)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    revoked_reason = models.CharField(_("lý do"), max_length=500, blank=True)
    search_words = models.CharField(max_length=700, blank=True)

    class Meta:
        verbose_name = _("giấy tờ")
        verbose_name_plural = _("giấy tờ")
        indexes: ClassVar = [
            models.Index(fields=["owner_number", "-id"], name="paper_of_owner"),
            models.Index(
                fields=["owner_number", "type_code", "-id"], name="paper_usable", condition=Q(state="in_force")
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lineage_id", "version"], name="paper_version_once"),
            models.UniqueConstraint(fields=["lineage_id"], name="paper_one_in_force", condition=Q(state="in_force")),
            models.CheckConstraint(
                name="paper_state_fits_its_facts",
                condition=Q(state="in_force", replaced_by=None, revoked_at=None)
                | Q(state="replaced", replaced_by__isnull=False, revoked_at=None)
                | Q(state="revoked", revoked_at__isnull=False),
            ),
            models.CheckConstraint(name="paper_has_owner_and_name", condition=~Q(owner_number="") & ~Q(name="")),
            models.CheckConstraint(name="paper_hash_is_sha256", condition=Q(sha256__regex=_SHA256)),
            models.CheckConstraint(
                name="paper_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(issued_on=None) | Q(valid_until__gte=models.F("issued_on")),
            ),
            models.CheckConstraint(
                name="paper_declared_is_not_trusted",
                condition=~Q(origin="declared") | Q(confidence="C"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()

    def to_info(self, on: date) -> PaperInfo:
        """Return it as its owner and those who may see it hold it, with its state on a day."""
        return PaperInfo(
            id=self.id,
            lineage_id=self.lineage_id,
            version=self.version,
            owner_number=self.owner_number,
            owner_name=self.owner_name,
            type_code=self.type_code,
            type_name=kinds.title_of(self.type_code),
            name=self.name,
            code=self.code,
            number=self.number,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            scope=self.scope,
            abstract=self.abstract,
            issuer_name=self.issuer_name,
            signer_name=self.signer_name,
            file_id=self.file_id,
            sha256=self.sha256,
            size=self.size,
            pages=self.pages,
            extracted=self.extracted,
            dossier_id=self.dossier_id,
            dossier_code=self.dossier_code,
            procedure_code=self.procedure_code,
            field_code=self.field_code,
            result_id=self.result_id,
            origin=Origin(self.origin),
            confidence=Confidence(self.confidence),
            digitised_by=self.digitised_by,
            kept_at=self.kept_at,
            state=state_on(PaperState(self.state), self.valid_until, on),
            replaced_by=self.replaced_by_id,
            revoked_at=self.revoked_at,
            revoked_reason=self.revoked_reason,
        )


class PaperUse(models.Model):
    """One use of a paper again, with its facts as they were (tái sử dụng). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="uses")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    component = models.CharField(max_length=32, blank=True)
    file_id = models.UUIDField()
    snapshot = models.JSONField()
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "subject_id", "component"], name="paper_use_once"),
        ]

    def to_info(self, on: date) -> UseInfo:
        """Return it with how the paper stands on a day."""
        paper = self.paper
        return UseInfo(
            id=self.id,
            paper_id=paper.id,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            component=self.component,
            file_id=self.file_id,
            at=self.at,
            name=paper.name,
            number=paper.number,
            state=state_on(PaperState(paper.state), paper.valid_until, on),
            revoked_reason=paper.revoked_reason,
            origin=Origin(paper.origin),
        )


class PaperShare(models.Model):
    """Leave to see one paper, for a purpose, until a moment; the owner may end it at any time (chia sẻ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="shares")
    owner_number = models.CharField(max_length=20)
    granted_by = models.UUIDField()
    kind = models.CharField(max_length=8)
    unit_id = models.UUIDField(null=True)
    receiver_number = models.CharField(max_length=20, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=300)
    scope = models.CharField(max_length=8)
    consent = models.CharField(max_length=500)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_number", "-id"], name="share_of_owner"),
            models.Index(fields=["unit_id", "-id"], name="share_to_unit", condition=Q(unit_id__isnull=False)),
            models.Index(fields=["receiver_number", "-id"], name="share_to_person", condition=~Q(receiver_number="")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], name="share_token_once", condition=~Q(token_hash="")),
            models.CheckConstraint(name="share_ends", condition=Q(expires_at__gt=models.F("granted_at"))),
            models.CheckConstraint(name="share_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="share_has_one_receiver",
                condition=Q(kind="agency", unit_id__isnull=False, receiver_number="", token_hash="")
                | (Q(kind="person", unit_id=None, token_hash="") & ~Q(receiver_number=""))
                | Q(kind="link", unit_id=None, receiver_number="", token_hash__regex=_SHA256),
            ),
        ]

    def to_info(self, *, looks: int = 0, token: str = "") -> ShareInfo:
        """Return it as its owner sees it."""
        return ShareInfo(
            id=self.id,
            paper_id=self.paper_id,
            paper_name=str(self.paper),
            kind=ShareKind(self.kind),
            receiver=self.receiver,
            purpose=self.purpose,
            scope=ShareScope(self.scope),
            granted_at=self.granted_at,
            expires_at=self.expires_at,
            ended_at=self.ended_at,
            looks=looks,
            token=token,
        )


class ShareLook(models.Model):
    """One look through a share: who or from where, and what was opened (lượt xem qua chia sẻ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    share = models.ForeignKey(PaperShare, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["share", "-id"], name="look_of_share")]


class StoreLook(models.Model):
    """An officer's look into one owner's store, for a purpose and a short while (tra cứu kho)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    owner_number = models.CharField(max_length=20)
    purpose = models.CharField(max_length=300)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class CertifiedCopy(models.Model):
    """One certified electronic copy; signed, it is a row of the agency's book (bản sao điện tử có chứng thực)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("cơ quan chứng thực"))
    owner_number = models.CharField(_("số định danh"), max_length=20)
    owner_name = models.CharField(_("người yêu cầu"), max_length=200)
    type_code = models.CharField(max_length=20)
    name = models.CharField(_("tên bản chính"), max_length=300)
    issuer_name = models.CharField(_("cơ quan cấp bản chính"), max_length=200)
    original_number = models.CharField(_("số của bản chính"), max_length=80, blank=True)
    original_on = models.DateField(_("ngày cấp bản chính"), null=True)
    pages = models.PositiveIntegerField(_("số trang"))
    copies = models.PositiveIntegerField(_("số bản sao"), default=1)
    fee = models.PositiveIntegerField(_("phí (đồng)"))
    scan_file_id = models.UUIDField()
    state = models.CharField(max_length=8, default=CopyState.TO_SIGN.value)
    prepared_by = models.CharField(_("người đối chiếu"), max_length=200)
    prepared_by_id = models.UUIDField()
    prepared_at = models.DateTimeField()
    book_year = models.PositiveIntegerField(_("năm của sổ"), null=True)
    ordinal = models.PositiveIntegerField(_("số thứ tự"), null=True)
    number = models.CharField(_("số chứng thực"), max_length=80, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    file_id = models.UUIDField(null=True)
    result_id = models.UUIDField(null=True)
    token = models.CharField(max_length=13, blank=True)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "state", "-id"], name="copy_of_unit"),
            models.Index(fields=["unit_id", "book_year", "ordinal"], name="copy_in_book"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "book_year", "ordinal"], name="copy_number_once"),
            models.CheckConstraint(
                name="copy_signed_is_numbered",
                condition=Q(
                    state="signed",
                    ordinal__isnull=False,
                    book_year__isnull=False,
                    signed_at__isnull=False,
                    file_id__isnull=False,
                )
                | (~Q(state="signed") & Q(ordinal=None, signed_at=None, file_id=None)),
            ),
            models.CheckConstraint(name="copy_has_pages", condition=Q(pages__gte=1, copies__gte=1)),
        ]

    def to_info(self) -> CopyInfo:
        """Return it as the desk and the book show it."""
        return CopyInfo(
            id=self.id,
            unit_id=self.unit_id,
            owner_number=self.owner_number,
            owner_name=self.owner_name,
            type_code=self.type_code,
            name=self.name,
            issuer_name=self.issuer_name,
            original_number=self.original_number,
            original_on=self.original_on,
            pages=self.pages,
            copies=self.copies,
            fee=self.fee,
            scan_file_id=self.scan_file_id,
            state=CopyState(self.state),
            prepared_by=self.prepared_by,
            prepared_at=self.prepared_at,
            number=self.number,
            ordinal=self.ordinal,
            signer_name=self.signer_name,
            signed_at=self.signed_at,
            file_id=self.file_id,
            token=self.token,
            paper_id=self.paper_id,
            note=self.note,
        )


class LookQuestion(models.Model):
    """A person's question about one look at their data, and its answer (hỏi về lần xem dữ liệu)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    entry_id = models.UUIDField(unique=True)
    unit_id = models.UUIDField()
    looked_at = models.DateTimeField()
    looked_by = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    words = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "-id"], name="look_question_of_person")]

    def to_info(self) -> QuestionInfo:
        """Return it as the person and the unit's head see it."""
        return QuestionInfo(
            id=self.id,
            unit_id=self.unit_id,
            person_name=self.person_name,
            looked_at=self.looked_at,
            looked_by=self.looked_by,
            purpose=self.purpose,
            words=self.words,
            asked_at=self.asked_at,
            due_at=self.due_at,
            answer=self.answer,
            answered_at=self.answered_at,
        )
