"""Tables of csc. Secrets are kept as hashes only."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.csc.data import AskState, AuthorisationInfo, RuleInfo, SystemInfo
from tinhso.kernel.ids import uuid7


class ClientSystem(models.Model):
    """A system of another vendor that may connect (hệ thống kết nối). Never deleted: its uses are on record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("tên hệ thống"), max_length=200)
    contact = models.CharField(_("đầu mối"), max_length=200)
    client_id = models.CharField(max_length=40, unique=True)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hệ thống kết nối")
        verbose_name_plural = _("hệ thống kết nối")

    def __str__(self) -> str:
        return self.name

    def to_info(self) -> SystemInfo:
        """Return what others may hold."""
        return SystemInfo(self.id, self.name, self.contact, self.client_id, self.made_at, self.closed_at)


class AccessToken(models.Model):
    """An access token a system holds (OAuth 2.0, client credentials), as its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)


class StandingRule(models.Model):
    """A custodian's standing permission (quy tắc ký thường xuyên): one that is in force for a system and a seal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+")
    key_id = models.UUIDField()
    unit_id = models.UUIDField(_("đơn vị"))
    daily_limit = models.PositiveIntegerField(_("số chữ ký mỗi ngày"))
    until = models.DateField(_("đến ngày"))
    reason = models.CharField(_("căn cứ"), max_length=300)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("quy tắc ký thường xuyên")
        verbose_name_plural = _("quy tắc ký thường xuyên")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "key_id"], condition=Q(ended_at=None), name="csc_one_rule_in_force"
            ),
            models.CheckConstraint(
                condition=Q(daily_limit__gte=1, daily_limit__lte=10_000), name="csc_daily_limit_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.key_id}"

    def to_info(self, *, used_today: int = 0) -> RuleInfo:
        """Return what others may hold; the system is read with the row."""
        return RuleInfo(
            self.id,
            self.system_id,
            self.system.name,
            self.key_id,
            self.daily_limit,
            self.until,
            self.reason,
            self.set_by,
            self.set_at,
            self.ended_at,
            used_today,
        )


class Authorisation(models.Model):
    """One authorisation to sign (ủy nhiệm ký): bound to hashes, good once. Its row stays as the record of the use."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(StandingRule, null=True, on_delete=models.PROTECT, related_name="+")
    key_id = models.UUIDField()
    unit_id = models.UUIDField(_("đơn vị giữ con dấu"))
    hashes = ArrayField(models.CharField(max_length=128), size=100)
    count = models.PositiveSmallIntegerField(_("số chữ ký"))
    hash_algorithm = models.CharField(max_length=8)
    purpose = models.CharField(_("nội dung"), max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in AskState])
    sad_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where there is one
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("ủy nhiệm ký")
        verbose_name_plural = _("ủy nhiệm ký")
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="csc_authorisation_unit"),
            models.Index(fields=["rule", "asked_at"], name="csc_authorisation_rule"),
            models.Index(fields=["system", "state"], name="csc_authorisation_system"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=100), name="csc_count_bounded"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(sad_hash__isnull=False), name="csc_open_has_activation"
            ),
            models.CheckConstraint(
                condition=Q(state="used", used_at__isnull=False) | (~Q(state="used") & Q(used_at=None)),
                name="csc_used_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.state}"

    def to_info(self) -> AuthorisationInfo:
        """Return what others may hold; the system is read with the row."""
        return AuthorisationInfo(
            self.id,
            self.system_id,
            self.system.name,
            self.key_id,
            self.unit_id,
            self.count,
            self.purpose,
            AskState(self.state),
            self.rule_id is not None,
            self.asked_at,
            self.expires_at,
            self.decided_by,
            self.decided_at,
            self.used_at,
            self.note,
        )
