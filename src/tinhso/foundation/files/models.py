"""Tables of files."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.kernel.ids import uuid7


class FileObject(models.Model):
    """One kept file (tệp). Never changed, never deleted; the same bytes may be kept by several records, stored once.

    A file destroyed by a decision keeps its record (`disposed_at`): hash, size and pages, without name and bytes.

    What was found inside may change when rules do: `inspected_with` names the rules, `unsafe_since` holds it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.BigIntegerField(_("cỡ tệp"), editable=False)
    media_type = models.CharField(_("loại tệp"), max_length=40, choices=[(t.value, t.value) for t in MediaType])
    pages = models.PositiveIntegerField(_("số trang"))
    name = models.CharField(_("tên tệp"), max_length=120)
    created_by = models.UUIDField(_("người tải lên"), null=True, editable=False)
    created_at = models.DateTimeField(_("tải lên lúc"), editable=False)
    inspected_with = models.CharField(_("quy tắc an toàn đã kiểm"), max_length=24, blank=True)
    findings = models.JSONField(_("kết quả kiểm tra an toàn"), default=list, blank=True)
    unsafe_since = models.DateTimeField(_("bị giữ từ"), null=True, editable=False)
    disposed_at = models.DateTimeField(_("hủy lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="files_by_content"),
            models.Index(fields=["inspected_with"], name="files_by_rules"),
            models.Index(fields=["unsafe_since"], name="files_held", condition=Q(unsafe_since__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="files_object_not_empty", condition=Q(size__gt=0, pages__gt=0)),
            models.CheckConstraint(name="files_object_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name

    def to_info(self) -> FileInfo:
        """Return what others may hold."""
        return FileInfo(
            self.id,
            self.sha256,
            self.name,
            self.media_type,
            self.size,
            self.pages,
            self.unsafe_since is not None,
            self.disposed_at is not None,
        )


class RefusedFile(models.Model):
    """An upload that was refused, or disarmed, for what was found inside (tệp bị từ chối vì không an toàn).

    Its bytes are not kept, nor its name; who sent it stays for an inquiry.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.BigIntegerField()
    act = models.CharField(max_length=12)
    findings = models.JSONField(default=list)
    sent_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp bị từ chối")
        verbose_name_plural = _("tệp bị từ chối")
        indexes: ClassVar = [models.Index(fields=["-at"], name="files_refused_newest")]


class MergedFile(models.Model):
    """A PDF made of several files (bản gộp), found again by what went into it; the parts stay as they are."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    file = models.ForeignKey(FileObject, on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(models.UUIDField(), default=list)

    class Meta:
        verbose_name = _("bản gộp")
        verbose_name_plural = _("bản gộp")


class Upload(models.Model):
    """A file on its way (tải lên nối tiếp). Its owner is an account, or, for the anonymous, the holder of a token.

    `origin` stands for the address it comes from when nobody is signed in: a keyed digest, to count by.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.UUIDField(null=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    origin = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(max_length=1000, blank=True)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    file = models.ForeignKey(FileObject, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lần tải lên")
        verbose_name_plural = _("lần tải lên")
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="files_upload_expiry"),
            models.Index(fields=["account", "token_hash"], name="files_upload_owner", condition=Q(file=None)),
            models.Index(fields=["account", "created_at"], name="files_upload_begun"),
            models.Index(fields=["origin", "created_at"], name="files_upload_origin", condition=~Q(origin="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="files_upload_offset_inside", condition=Q(offset__gte=0, offset__lte=F("size"))
            ),
            models.CheckConstraint(
                name="files_upload_one_owner",
                condition=Q(account__isnull=False, token_hash="") | (Q(account=None) & ~Q(token_hash="")),
            ),
        ]


class UploadChunk(models.Model):
    """A part of an upload, gone when the file is whole or the upload expires.

    Kept in the database, so that the offset and the bytes can never disagree, whichever machine took the part and
    whatever died in between.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    offset = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("phần tải lên")
        verbose_name_plural = _("phần tải lên")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "offset"], name="files_chunk_once"),
        ]


class WaitingFile(models.Model):
    """Bytes the house made itself, until they are in a store that is far away (nội dung chờ chuyển vào kho).

    Written with the record that names them, in one transaction: a number is never given out for a document that could
    be lost, and no number waits for a network.
    """

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    data = models.BinaryField()
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("nội dung chờ chuyển vào kho")
        verbose_name_plural = _("nội dung chờ chuyển vào kho")
        indexes: ClassVar = [models.Index(fields=["since"], name="files_waiting_oldest")]
