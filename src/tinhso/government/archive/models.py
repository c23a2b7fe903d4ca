"""Tables of the archive. A package is never deleted; its bytes lie in the stores, not here."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.archive.data import CheckInfo, PackageInfo, PackageState, ReceiptInfo, ReceiptState
from tinhso.government.archive.request_data import RequestForm, RequestInfo, RequestLine, RequestState
from tinhso.kernel.ids import uuid7


class ArchiveReceipt(models.Model):
    """A package from outside as it came: its bytes wait in the first store until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("cơ quan"))
    name = models.CharField(max_length=255)
    objid = models.CharField(_("mã gói"), max_length=200, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    code = models.CharField(_("mã hồ sơ"), max_length=100, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=8)
    documents = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    received_by = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("gói tiếp nhận")
        indexes: ClassVar = [models.Index(fields=["unit_id", "-id"], name="archive_receipt_unit")]

    def to_info(self) -> ReceiptInfo:
        """Return it as others see it."""
        return ReceiptInfo(
            id=self.id,
            name=self.name,
            objid=self.objid,
            kind=self.kind,
            code=self.code,
            title=self.title,
            unit_id=self.unit_id,
            state=ReceiptState(self.state),
            documents=self.documents,
            size=self.size,
            findings=tuple(_four(one) for one in self.findings),
            received_by=self.received_by,
            received_at=self.received_at,
        )


def _four(raw: list[Any]) -> tuple[str, str, str, str]:
    return str(raw[0]), str(raw[1]), str(raw[2]), str(raw[3])


class ArchivePackage(models.Model):
    """One package preserved (AIP), of a case file handed over or of a package from outside."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objid = models.CharField(_("mã gói"), max_length=200, blank=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(_("mã hồ sơ"), max_length=100)
    title = models.CharField(_("tiêu đề"), max_length=1000)
    maintenance = models.CharField(max_length=2, blank=True)
    mode = models.CharField(max_length=2, default="01")
    unit_id = models.UUIDField(_("cơ quan"))
    unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, default=PackageState.WAITING)
    documents = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    remarks = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    casefile_id = models.UUIDField(null=True, unique=True)
    receipt = models.OneToOneField(ArchiveReceipt, null=True, on_delete=models.PROTECT, related_name="package")
    received_by = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    search_words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("search_words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("gói lưu trữ")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="archive_package_kept_whole",
                condition=~Q(state="kept")
                | (Q(kept_at__isnull=False, size__gt=0, documents__gt=0) & ~Q(sha256="") & ~Q(objid="")),
            ),
            models.UniqueConstraint(name="archive_package_once", fields=["objid"], condition=~Q(objid="")),
            models.CheckConstraint(
                name="archive_package_of_one_thing",
                condition=Q(casefile_id__isnull=False, receipt=None) | Q(casefile_id=None, receipt__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="archive_package_unit"),
            models.Index(fields=["id"], name="archive_package_waiting", condition=Q(state="waiting")),
            models.Index(fields=["checked_at", "id"], name="archive_package_unchecked", condition=Q(state="kept")),
            GinIndex(fields=["search"], name="archive_package_search"),
        ]

    def to_info(self) -> PackageInfo:
        """Return it as others see it."""
        return PackageInfo(
            id=self.id,
            objid=self.objid,
            kind=self.kind,
            code=self.code,
            title=self.title,
            maintenance=self.maintenance,
            mode=self.mode,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            state=PackageState(self.state),
            documents=self.documents,
            size=self.size,
            sha256=self.sha256,
            copies=self.copies,
            remarks=tuple(self.remarks),
            error=self.error,
            casefile_id=self.casefile_id,
            receipt_id=self.receipt_id,
            received_by=self.received_by,
            received_at=self.received_at,
            kept_at=self.kept_at,
            checked_at=self.checked_at,
        )


class ArchiveCheck(models.Model):
    """One check of the whole holding (kiểm tra toàn bộ tài liệu lưu trữ số)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    packages = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("lần kiểm tra kho")

    def to_info(self) -> CheckInfo:
        """Return it as others see it."""
        found = tuple((str(one[0]), str(one[1]), str(one[2])) for one in self.problems)
        return CheckInfo(self.id, self.started_at, self.finished_at, self.packages, found)


class ArchiveRequest(models.Model):
    """Somebody asks to read or borrow what is kept (yêu cầu khai thác). Never deleted; the copy made for it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã yêu cầu"), max_length=60)
    unit_id = models.UUIDField(_("cơ quan"))
    unit_name = models.CharField(max_length=200)
    form = models.CharField(_("hình thức"), max_length=5)
    state = models.CharField(max_length=10, default=RequestState.ASKED)
    asker_id = models.UUIDField(_("người yêu cầu"))
    asker_name = models.CharField(max_length=200)
    asker_unit = models.CharField(max_length=200, blank=True)
    wanted = models.CharField(_("tài liệu cần khai thác"), max_length=1000)
    purpose = models.CharField(_("mục đích"), max_length=2)
    purpose_content = models.CharField(_("nội dung mục đích"), max_length=500)
    fee_object = models.CharField(max_length=2, blank=True)
    topic = models.CharField(max_length=250, blank=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    extended = models.BooleanField(default=False)
    lent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    remove_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    items = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("yêu cầu khai thác")
        constraints: ClassVar = [
            models.UniqueConstraint(name="archive_request_code_once", fields=["unit_id", "code"]),
            models.CheckConstraint(
                name="archive_request_open_has_its_term",
                condition=~Q(state__in=["ready", "lent"]) | Q(due_at__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="archive_request_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "state", "-id"], name="archive_request_unit"),
            models.Index(fields=["asker_id", "-id"], name="archive_request_asker"),
            models.Index(fields=["id"], name="archive_request_to_make", condition=Q(state="preparing")),
            models.Index(fields=["due_at"], name="archive_request_due", condition=Q(state__in=["ready", "lent"])),
            models.Index(fields=["remove_at"], name="archive_request_remove", condition=Q(remove_at__isnull=False)),
        ]

    def to_info(self) -> RequestInfo:
        """Return it as others see it."""
        return RequestInfo(
            id=self.id,
            code=self.code,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            form=RequestForm(self.form),
            state=RequestState(self.state),
            asker_id=self.asker_id,
            asker_name=self.asker_name,
            asker_unit=self.asker_unit,
            wanted=self.wanted,
            purpose=self.purpose,
            purpose_content=self.purpose_content,
            fee_object=self.fee_object,
            topic=self.topic,
            asked_at=self.asked_at,
            answer_by=self.answer_by,
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            reason=self.reason,
            due_at=self.due_at,
            extended=self.extended,
            lent_at=self.lent_at,
            ended_at=self.ended_at,
            size=self.size,
            error=self.error,
        )


class ArchiveRequestLine(models.Model):
    """One package of a request; `paths` are the documents granted of it, none named: all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(ArchiveRequest, on_delete=models.PROTECT, related_name="lines")
    package = models.ForeignKey(ArchivePackage, on_delete=models.PROTECT, related_name="lent_lines")
    paths = models.JSONField(default=list)
    is_conditional = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("gói trong yêu cầu khai thác")
        constraints: ClassVar = [
            models.UniqueConstraint(name="archive_request_line_once", fields=["request", "package"])
        ]

    def to_line(self) -> RequestLine:
        """Return it as others see it; the package's row must be at hand."""
        one = self.package
        return RequestLine(one.id, one.code, one.title, tuple(self.paths), self.is_conditional)
