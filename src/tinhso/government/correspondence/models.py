"""Tables of correspondence. Units, documents and kept files are named by their ids. Nothing is deleted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.edxml.public import Business, StatusCode
from tinhso.government.correspondence.data import (
    DeliveryInfo,
    DeliveryState,
    PacketInfo,
    SendListInfo,
    StatusLineInfo,
)
from tinhso.kernel.ids import uuid7


class Packet(models.Model):
    """One edXML packet (gói tin). `key` says what made it, so that nothing makes it twice.

    Of a packet of ours the envelope is kept as text and the files by their ids: together the very bytes that were
    sealed, of which `sha256` is the hash. One from outside is kept whole in `archive_file_id`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    business = models.PositiveSmallIntegerField(default=Business.NEW)
    unit_id = models.UUIDField(null=True)
    sender_code = models.CharField(_("mã cơ quan gửi"), max_length=35)
    sender_name = models.CharField(_("cơ quan gửi"), max_length=500)
    wire_id = models.CharField(max_length=500)
    code = models.CharField(_("số, ký hiệu"), max_length=101)
    kind = models.CharField(_("loại văn bản"), max_length=500)
    subject = models.CharField(_("trích yếu"), max_length=2000, blank=True)
    restricted = models.BooleanField(default=False)
    issued_on = models.DateField()
    document_id = models.UUIDField(null=True)
    concerns = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    envelope = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    archive_file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    signer = models.CharField(_("người ký gói tin"), max_length=500, blank=True)
    certificate = models.TextField(blank=True)
    algorithm = models.CharField(max_length=30, blank=True)
    is_weak = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("gói tin văn bản")
        constraints: ClassVar = [
            models.CheckConstraint(name="packet_sealed_with_hash", condition=Q(sealed_at=None) | ~Q(sha256="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="packet_unit"),
            models.Index(fields=["document_id"], name="packet_document", condition=Q(document_id__isnull=False)),
            models.Index(fields=["wire_id", "sender_code"], name="packet_wire"),
            models.Index(fields=["id"], name="packet_to_seal", condition=Q(sealed_at=None)),
        ]

    def to_info(self) -> PacketInfo:
        """Return it as others see it."""
        return PacketInfo(
            id=self.id,
            business=Business(self.business),
            unit_id=self.unit_id,
            sender_code=self.sender_code,
            sender_name=self.sender_name,
            code=self.code,
            kind=self.kind,
            subject=self.subject,
            issued_on=self.issued_on,
            document_id=self.document_id,
            wire_id=self.wire_id,
            sha256=self.sha256,
            size=self.size,
            signer=self.signer,
            algorithm=self.algorithm,
            is_weak=self.is_weak,
            reason=self.reason,
            created_at=self.created_at,
            sealed_at=self.sealed_at,
            error=self.error,
            is_ours=self.unit_id is not None,
        )


class Delivery(models.Model):
    """One packet to one receiver (lượt gửi). What became of it is what the receiver said last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="deliveries")
    receiver_unit_id = models.UUIDField(null=True)
    receiver_code = models.CharField(_("mã nơi nhận"), max_length=35, blank=True)
    receiver_name = models.CharField(_("nơi nhận"), max_length=300)
    is_to_act = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=DeliveryState.WAITING)
    status = models.CharField(_("trạng thái"), max_length=2, blank=True)
    recall = models.CharField(max_length=2, blank=True)
    document_id = models.UUIDField(null=True)
    arrived_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lượt gửi văn bản")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="delivery_once_a_unit",
                fields=["packet", "receiver_unit_id"],
                condition=Q(receiver_unit_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="delivery_once_a_name",
                fields=["packet", "receiver_code", "receiver_name"],
                condition=Q(receiver_unit_id=None),
            ),
            models.CheckConstraint(
                name="delivery_said_once_there", condition=Q(status="") | Q(state__in=["delivered", "handed_out"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receiver_unit_id", "status", "-id"], name="packet_delivery_receiver"),
            models.Index(fields=["id"], name="packet_delivery_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["receiver_unit_id", "-id"],
                name="packet_delivery_recalled",
                condition=Q(recall=StatusCode.RECALL_ASKED),
            ),
        ]

    def to_info(self) -> DeliveryInfo:
        """Return it as others see it."""
        return DeliveryInfo(
            id=self.id,
            packet_id=self.packet_id,
            receiver_unit_id=self.receiver_unit_id,
            receiver_code=self.receiver_code,
            receiver_name=self.receiver_name,
            state=DeliveryState(self.state),
            status=StatusCode(self.status) if self.status else None,
            recall=StatusCode(self.recall) if self.recall else None,
            document_id=self.document_id,
            arrived_at=self.arrived_at,
            changed_at=self.changed_at,
            error=self.error,
        )


class StatusLine(models.Model):
    """One thing said about a delivery (trạng thái xử lý). Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=2)
    at = models.DateTimeField()
    said_by = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["delivery", "id"], name="status_line_delivery")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="status_line_code_known", condition=Q(code__in=[code.value for code in StatusCode])
            ),
        ]

    def to_info(self) -> StatusLineInfo:
        """Return it as others see it."""
        return StatusLineInfo(StatusCode(self.code), self.at, self.said_by, self.unit_name, self.text)


class SendList(models.Model):
    """A list of receivers of one agency (danh sách gửi), read anew by the dated tree of units whenever it is used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    title = models.CharField(_("tên danh sách"), max_length=200)
    kinds = models.JSONField(default=list)
    members = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("danh sách gửi")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="send_list_title_once", fields=["unit_id", "title"], condition=Q(closed_at=None)
            ),
        ]

    def to_info(self) -> SendListInfo:
        """Return it as others see it."""
        from uuid import UUID

        return SendListInfo(
            self.id, self.unit_id, self.title, tuple(self.kinds), tuple(UUID(one) for one in self.members)
        )
