"""Tables of signing."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.signing.checks.models import CheckedFile, SignatureCheck
from tinhso.foundation.signing.data import ConsentNeed, KeyInfo, KeyKind, KeyState, Profile
from tinhso.foundation.signing.lasting.data import LastingInfo, LastingState
from tinhso.foundation.signing.queue.data import RequestInfo, RequestState
from tinhso.kernel.ids import uuid7

__all__ = [
    "CertificateStatus",
    "CheckedFile",
    "LastingFile",
    "PreparedSignature",
    "Renewal",
    "SignatureCheck",
    "SignatureRequest",
    "SigningKey",
    "StatusSource",
]


class SigningKey(models.Model):
    """One certificate and where its private key lives (chứng thư chữ ký số). Never deleted: old signatures need it.

    `holder_id` is an officer's account or a unit. `ref` is the key's name behind the port of its kind. `certificate` is
    PEM; `chain` is its issuers' as PEM, nearest first, empty when the port of its kind tells them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    holder_id = models.UUIDField(_("người giữ"), db_index=True)
    subject = models.CharField(_("chủ thể"), max_length=500)
    serial = models.CharField(_("số chứng thư"), max_length=64)
    issuer = models.CharField(_("nơi cấp"), max_length=500)
    certificate = models.TextField(_("chứng thư"))
    not_before = models.DateTimeField(_("có hiệu lực từ"))
    not_after = models.DateTimeField(_("có hiệu lực đến"))
    kind = models.CharField(_("nơi giữ khóa"), max_length=16, choices=[(k.value, k.value) for k in KeyKind])
    ref = models.CharField(_("tên khóa"), max_length=200, unique=True)
    chain = models.TextField(_("chứng thư của nơi cấp"), blank=True)
    consent = models.CharField(
        _("xác nhận khi ký"),
        max_length=8,
        choices=[(c.value, c.value) for c in ConsentNeed],
        default=ConsentNeed.NONE.value,
    )
    is_demo = models.BooleanField(_("minh họa"), default=False)
    state = models.CharField(
        _("trạng thái"), max_length=16, choices=[(s.value, s.value) for s in KeyState], default=KeyState.ACTIVE.value
    )
    state_changed_at = models.DateTimeField(null=True)
    state_reason = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("chứng thư chữ ký số")
        verbose_name_plural = _("chứng thư chữ ký số")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "serial"], name="signing_key_serial_once_per_issuer"),
            models.CheckConstraint(
                name="signing_key_kind_known", condition=models.Q(kind__in=[k.value for k in KeyKind])
            ),
            models.CheckConstraint(
                name="signing_key_state_known", condition=models.Q(state__in=[s.value for s in KeyState])
            ),
            models.CheckConstraint(
                name="signing_key_consent_known", condition=models.Q(consent__in=[c.value for c in ConsentNeed])
            ),
            models.CheckConstraint(
                name="signing_key_ends_after_it_begins", condition=models.Q(not_after__gt=models.F("not_before"))
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def to_info(self) -> KeyInfo:
        """Return what others may hold."""
        return KeyInfo(
            id=self.id,
            ref=self.ref,
            holder_id=self.holder_id,
            subject=self.subject,
            serial=self.serial,
            not_before=self.not_before,
            not_after=self.not_after,
            kind=KeyKind(self.kind),
            state=KeyState(self.state),
            is_demo=self.is_demo,
            consent=ConsentNeed(self.consent),
        )


class StatusSource(models.Model):
    """An address that tells the standing of certificates (OCSP, CRL), and how it answers.

    A list is kept whole in `content`, so that it can be believed without the network and proves what it says later.
    `applied_digest` is of the list whose word our keys' rows have taken over: whoever fetched a newer one, it differs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    url = models.CharField(_("địa chỉ"), max_length=500, unique=True)
    kind = models.CharField(_("loại"), max_length=8)
    authority = models.CharField(_("cơ quan chứng thực"), max_length=300, blank=True)
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    applied_digest = models.CharField(max_length=64, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    this_update = models.DateTimeField(null=True)
    next_update = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    failed_at = models.DateTimeField(_("lỗi lúc"), null=True)
    failures = models.PositiveIntegerField(_("số lần lỗi liên tiếp"), default=0)
    error = models.CharField(_("lỗi"), max_length=100, blank=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("nguồn trạng thái chứng thư")
        verbose_name_plural = _("nguồn trạng thái chứng thư")

    def __str__(self) -> str:
        return self.url


class CertificateStatus(models.Model):
    """What a source last said of one certificate, with its proof. A cache: rows nobody watches are dropped later.

    `fingerprint` is the SHA-256 of the certificate. `key` ties it to a key of this installation, which is then asked
    about by itself: often until `watched_until`, nightly otherwise. `told` is the state that was announced.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    key = models.OneToOneField(SigningKey, on_delete=models.PROTECT, null=True, related_name="status")
    serial = models.CharField(_("số chứng thư"), max_length=64, blank=True)
    state = models.CharField(_("trạng thái"), max_length=16, default="unknown")
    since = models.DateTimeField(null=True)
    reason = models.CharField(_("lý do"), max_length=40, blank=True)
    source = models.CharField(max_length=8, blank=True)
    list_url = models.CharField(max_length=500, blank=True, db_index=True)
    this_update = models.DateTimeField(null=True)
    next_update = models.DateTimeField(null=True)
    keeps_expired = models.BooleanField(default=False)
    proof = models.BinaryField(null=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    watched_until = models.DateTimeField(null=True)
    told = models.CharField(max_length=16, default="unknown")

    class Meta:
        verbose_name = _("trạng thái chứng thư")
        verbose_name_plural = _("trạng thái chứng thư")

    def __str__(self) -> str:
        return f"{self.serial} {self.state}"


class PreparedSignature(models.Model):
    """A document prepared for its holder's consent (chữ ký chờ người giữ khóa xác nhận).

    `content` is the PDF with an empty place for the signature over `digest` (SHA-256, hexadecimal); it is emptied when
    the document was signed (`file_id`), dropped, or not signed in time. From `received_at` on it holds the signature,
    from `stamped_at` on its time-stamp too, and no time runs out any more: it has its turn at `next_try_at`, under a
    `claim` while it is worked on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(_("người ký"))
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("văn bản"), max_length=300)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    file_id = models.UUIDField(_("tệp đã ký"), null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    profile = models.CharField(_("mức chữ ký"), max_length=8, default=Profile.B_B.value)
    account_name = models.CharField(max_length=300, blank=True)
    account_title = models.CharField(max_length=300, blank=True)
    unit_id = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(_("nhận chữ ký lúc"), null=True)
    stamped_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(_("vướng mắc"), max_length=500, blank=True)
    claim = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("chữ ký chờ xác nhận")
        verbose_name_plural = _("chữ ký chờ xác nhận")
        indexes: ClassVar = [
            models.Index(
                fields=["account_id", "id"],
                name="signing_prepared_waiting",
                condition=models.Q(file_id=None, dropped_at=None),
            ),
            models.Index(
                fields=["next_try_at"],
                name="signing_prepared_due",
                condition=models.Q(received_at__isnull=False, file_id=None, dropped_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signing_prepared_ends_one_way",
                condition=models.Q(file_id=None, signed_at=None)
                | models.Q(file_id__isnull=False, signed_at__isnull=False, dropped_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SignatureRequest(models.Model):
    """One signature asked for (yêu cầu ký): on which file, by which key, how it looks, how far it is.

    A file's place has one open or made request at most. `claim` is the token of the worker that signs just now.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch_id = models.UUIDField(null=True, db_index=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(db_index=True)
    file_id = models.UUIDField(_("tệp cần ký"))
    title = models.CharField(_("văn bản"), max_length=300, blank=True)
    key_ref = models.CharField(_("tên khóa"), max_length=200)
    profile = models.CharField(_("mức chữ ký"), max_length=8)
    reason = models.CharField(_("lý do ký"), max_length=300, blank=True)
    anchor = models.CharField(max_length=60, blank=True)
    look = models.CharField(max_length=16)
    name = models.CharField(max_length=300, blank=True)
    image = models.BinaryField(null=True)
    location = models.CharField(max_length=300, blank=True)
    near = models.CharField(max_length=300, blank=True)
    words = models.JSONField(default=list)
    asked_by_id = models.UUIDField(_("người yêu cầu"), null=True)
    asked_by = models.CharField(max_length=300, blank=True)
    asked_by_title = models.CharField(max_length=300, blank=True)
    unit_id = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=16)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(_("vướng mắc"), max_length=500, blank=True)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result_file_id = models.UUIDField(_("tệp đã ký"), null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("yêu cầu ký")
        verbose_name_plural = _("yêu cầu ký")
        indexes: ClassVar = [
            models.Index(fields=["asked_by_id", "-id"], name="signing_request_asker"),
            models.Index(
                fields=["next_try_at"],
                name="signing_request_due",
                condition=models.Q(state__in=["waiting", "working"]),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file_id", "anchor", "look"],
                name="signing_request_once_per_place",
                condition=models.Q(state__in=["waiting", "working", "done"]),
            ),
            models.CheckConstraint(
                name="signing_request_done_has_a_file",
                condition=~models.Q(state="done") | models.Q(result_file_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.file_id)

    def to_info(self) -> RequestInfo:
        """Return what others may hold."""
        return RequestInfo(
            id=self.id,
            batch_id=self.batch_id,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            file_id=self.file_id,
            title=self.title,
            key_ref=self.key_ref,
            profile=Profile(self.profile),
            state=RequestState(self.state),
            problem=self.problem,
            tries=self.tries,
            asked_at=self.asked_at,
            next_try_at=self.next_try_at,
            ended_at=self.ended_at,
            result_file_id=self.result_file_id,
            result_sha256=self.result_sha256,
        )


class LastingFile(models.Model):
    """A signed PDF whose proofs are renewed for as long as it is kept (tệp ký được giữ lâu dài).

    `file_id` is the file as it was handed in, `current_file_id` its newest version, which begins with the same bytes.
    `ends_at` is when what proves it ends, `ends_by` the certificate or algorithm that does; `algorithms` are all it
    rests on. `next_at` is its turn; while it is claimed, when the claim ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_id = models.UUIDField(_("tệp đã ký"), unique=True)
    current_file_id = models.UUIDField(_("phiên bản mới nhất"))
    current_sha256 = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(db_index=True)
    title = models.CharField(_("văn bản"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=16, choices=[(s.value, s.value) for s in LastingState])
    ends_at = models.DateTimeField(_("dấu thời gian hết hạn"), null=True)
    ends_by = models.CharField(max_length=200, blank=True)
    certificate_ends_at = models.DateTimeField(null=True)
    algorithms = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    next_at = models.DateTimeField()
    renewals = models.PositiveIntegerField(_("số lần gia hạn"), default=0)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(_("vướng mắc"), max_length=500, blank=True)
    claim = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("tệp ký được giữ lâu dài")
        verbose_name_plural = _("tệp ký được giữ lâu dài")
        indexes: ClassVar = [
            models.Index(
                fields=["next_at", "id"],
                name="signing_lasting_turn",
                condition=models.Q(state__in=[LastingState.NEW.value, LastingState.KEPT.value]),
            ),
            models.Index(fields=["algorithms"], name="signing_lasting_algorithms"),
        ]

    def __str__(self) -> str:
        return self.title

    def to_info(self) -> LastingInfo:
        """Return what others may hold."""
        return LastingInfo(
            id=self.id,
            title=self.title,
            file_id=self.file_id,
            current_file_id=self.current_file_id,
            state=LastingState(self.state),
            ends_at=self.ends_at,
            ends_by=self.ends_by,
            next_at=self.next_at,
            renewals=self.renewals,
            tries=self.tries,
            problem=self.problem,
        )


class Renewal(models.Model):
    """One renewal of a file's proofs (gia hạn dấu thời gian): from which version to which, by their hashes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lasting = models.ForeignKey(LastingFile, on_delete=models.CASCADE, related_name="trail")
    old_file_id = models.UUIDField()
    old_sha256 = models.CharField(max_length=64)
    old_ends_at = models.DateTimeField(null=True)
    new_file_id = models.UUIDField(unique=True)
    new_sha256 = models.CharField(max_length=64, db_index=True)
    new_ends_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(_("gia hạn lúc"))

    class Meta:
        verbose_name = _("gia hạn dấu thời gian")
        verbose_name_plural = _("gia hạn dấu thời gian")

    def __str__(self) -> str:
        return self.new_sha256
