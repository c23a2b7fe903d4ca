"""Tables of signing."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.signing.data import KeyInfo, KeyKind, KeyState
from tinhso.kernel.ids import uuid7


class SigningKey(models.Model):
    """One certificate and where its private key lives (chứng thư chữ ký số). Never deleted: old signatures need it.

    `holder_id` is an officer or a unit. `ref` is the key's name behind the port of its kind.
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
        )
