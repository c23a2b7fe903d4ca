"""Tables of checking many files."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.signing.checks.data import CheckedInfo, CheckInfo, CheckState
from tinhso.kernel.ids import uuid7


class SignatureCheck(models.Model):
    """One lot of files somebody wants checked (đợt kiểm tra chữ ký). Its asker alone sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(_("người yêu cầu"))
    title = models.CharField(_("tên đợt"), max_length=200)
    state = models.CharField(_("trạng thái"), max_length=16, choices=[(s.value, s.value) for s in CheckState])
    total = models.PositiveIntegerField(_("số tệp"))
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(_("xóa lúc"))
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True)

    class Meta:
        app_label = "signing"
        verbose_name = _("đợt kiểm tra chữ ký")
        verbose_name_plural = _("đợt kiểm tra chữ ký")
        indexes: ClassVar = [
            models.Index(fields=["account_id", "-id"], name="signing_check_asker"),
            models.Index(fields=["next_at"], name="signing_check_turn", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.title

    def to_info(self, counts: dict[str, int]) -> CheckInfo:
        """Return what others may hold."""
        return CheckInfo(
            id=self.id,
            title=self.title,
            state=CheckState(self.state),
            total=self.total,
            asked_at=self.asked_at,
            ended_at=self.ended_at,
            forgotten_at=self.forgotten_at,
            counts=counts,
        )


class CheckedFile(models.Model):
    """One file of a check; `content` is emptied when the check ends. `report` is the whole verdict, as JSON."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_of = models.ForeignKey(SignatureCheck, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveIntegerField()
    name = models.CharField(_("tệp"), max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(_("kết quả"), max_length=16, blank=True)
    sentence = models.CharField(max_length=1000, blank=True)
    signer = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)
    profile = models.CharField(_("định dạng"), max_length=20, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        app_label = "signing"
        verbose_name = _("tệp được kiểm tra")
        verbose_name_plural = _("tệp được kiểm tra")
        constraints: ClassVar = [models.UniqueConstraint(fields=["check_of", "place"], name="signing_checked_place")]
        indexes: ClassVar = [models.Index(fields=["check_of", "state", "place"], name="signing_checked_state")]

    def __str__(self) -> str:
        return self.name

    def to_info(self) -> CheckedInfo:
        """Return what others may hold."""
        return CheckedInfo(
            place=self.place,
            name=self.name,
            state=self.state,
            sentence=self.sentence,
            signer=self.signer,
            signed_at=self.signed_at,
            profile=self.profile,
            sha256=self.sha256,
        )
