"""Tables of the register. Units and accounts are named by their ids."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.certificates.data import CertificateInfo, EventInfo, HolderKind, State
from tinhso.kernel.ids import uuid7


class Certificate(models.Model):
    """One certificate from its request to its end (chứng thư chữ ký số). Never deleted: old signatures need it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("của"), max_length=12, choices=[(k.value, k.value) for k in HolderKind])
    state = models.CharField(_("trạng thái"), max_length=12, choices=[(s.value, s.value) for s in State])
    state_since = models.DateTimeField(_("từ lúc"))
    owner_id = models.UUIDField(_("người giữ"), null=True)
    owner_name = models.CharField(_("tên người giữ"), max_length=200)
    unit_id = models.UUIDField(_("đơn vị"))
    unit_name = models.CharField(_("tên đơn vị"), max_length=200)
    position = models.CharField(_("chức vụ"), max_length=200, blank=True)
    purposes = models.CharField(_("mục đích"), max_length=300, blank=True)
    device = models.CharField(_("thiết bị lưu khóa"), max_length=100, blank=True)
    document = models.CharField(_("văn bản"), max_length=100, blank=True)
    document_on = models.DateField(_("ngày văn bản"), null=True)
    subject = models.CharField(_("chủ thể"), max_length=500, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=500, blank=True)
    serial = models.CharField(_("số chứng thư"), max_length=64, blank=True)
    fingerprint = models.CharField(_("vân tay"), max_length=64, blank=True)
    certificate = models.TextField(_("chứng thư"), blank=True)
    not_before = models.DateTimeField(_("có hiệu lực từ"), null=True)
    not_after = models.DateTimeField(_("có hiệu lực đến"), null=True)
    key_id = models.UUIDField(_("khóa ký"), null=True)
    is_demo = models.BooleanField(_("minh họa"), default=False)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    blocked = models.CharField(_("không được ký vì"), max_length=300, blank=True)
    asked_by = models.UUIDField(null=True)
    replaces_id = models.UUIDField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("chứng thư chữ ký số")
        constraints: ClassVar = [
            models.UniqueConstraint(name="certificate_once", fields=["fingerprint"], condition=~Q(fingerprint="")),
            models.UniqueConstraint(name="certificate_key_once", fields=["key_id"], condition=Q(key_id__isnull=False)),
            models.CheckConstraint(name="certificate_state_known", condition=Q(state__in=[s.value for s in State])),
            models.CheckConstraint(name="certificate_kind_known", condition=Q(kind__in=[k.value for k in HolderKind])),
            models.CheckConstraint(
                name="certificate_out_has_facts",
                condition=Q(state__in=["requested", "approved", "refused"])
                | Q(not_before__isnull=False, not_after__isnull=False) & ~Q(fingerprint=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="certificate_of_unit", fields=["unit_id", "state", "-id"]),
            models.Index(name="certificate_of_owner", fields=["owner_id"]),
            models.Index(name="certificate_of_key", fields=["key_id"]),
            models.Index(name="certificate_serial", fields=["serial"]),
            models.Index(
                name="certificate_ending",
                fields=["not_after", "id"],
                condition=Q(state__in=["issued", "handed_over", "in_use", "suspended"]),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.owner_name

    def to_info(self) -> CertificateInfo:
        """Return it as others see it."""
        return CertificateInfo(
            id=self.id,
            kind=HolderKind(self.kind),
            state=State(self.state),
            state_since=self.state_since,
            owner_id=self.owner_id,
            owner_name=self.owner_name,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            position=self.position,
            purposes=self.purposes,
            device=self.device,
            document=self.document,
            document_on=self.document_on,
            subject=self.subject,
            issuer=self.issuer,
            serial=self.serial,
            fingerprint=self.fingerprint,
            not_before=self.not_before,
            not_after=self.not_after,
            key_id=self.key_id,
            is_demo=self.is_demo,
            reason=self.reason,
            blocked=self.blocked,
            replaces_id=self.replaces_id,
            version=self.version,
        )


class CertificateEvent(models.Model):
    """One thing that happened to a certificate. The database lets nobody change or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=30)
    state = models.CharField(max_length=12)
    was = models.CharField(max_length=12, blank=True)
    unit_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="certificate_event_when", fields=["certificate", "id"]),
            models.Index(name="certificate_event_month", fields=["at", "state"]),
        ]

    def to_info(self) -> EventInfo:
        """Return it as others see it."""
        return EventInfo(self.at, self.what, State(self.state), self.by, self.reason, self.document)
