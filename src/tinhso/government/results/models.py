"""Tables of results. A trigger in the first migration holds that rows are never deleted and facts never altered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.results.data import PublicResult, ResultInfo, ResultState
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import mask_name


class Result(models.Model):
    """One result of one procedure, issued to one owner (kết quả giải quyết).

    `person_id` is the owner's account, None for somebody who came to the counter without one. Who may see a row is
    decided in `access`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField(_("hồ sơ"), null=True, db_index=True)
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40)
    person_id = models.UUIDField(_("tài khoản của chủ sở hữu"), null=True)
    owner_name = models.CharField(_("chủ sở hữu"), max_length=200)
    owner_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=80)
    title = models.CharField(_("tên kết quả"), max_length=300)
    issued_on = models.DateField(_("ngày ban hành"))
    unit_id = models.UUIDField(_("cơ quan ban hành"))
    signer_name = models.CharField(_("người ký"), max_length=200)
    signer_title = models.CharField(_("chức vụ"), max_length=200, blank=True)
    file_id = models.UUIDField(_("tệp đã ký"))
    sha256 = models.CharField(max_length=64)
    token = models.CharField(_("mã tra cứu"), max_length=13, unique=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=16,
        choices=[(s.value, s.value) for s in ResultState],
        default=ResultState.IN_FORCE.value,
    )
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    revoked_reason = models.CharField(_("lý do thu hồi"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-id"], name="result_of_person", condition=Q(person_id__isnull=False)),
            models.Index(fields=["sha256"], name="result_by_hash"),
            models.Index(fields=["unit_id", "-id"], name="result_of_unit"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="result_state_fits_its_facts",
                condition=Q(state=ResultState.IN_FORCE.value, replaced_by=None, revoked_at=None)
                | Q(state=ResultState.REPLACED.value, replaced_by__isnull=False, revoked_at=None)
                | Q(state=ResultState.REVOKED.value, revoked_at__isnull=False),
            ),
            models.CheckConstraint(name="result_hash_is_sha256", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="result_has_number_and_title", condition=~Q(number="") & ~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def to_info(self) -> ResultInfo:
        """Return what the owner and the officers concerned may hold."""
        return ResultInfo(
            id=self.id,
            dossier_id=self.dossier_id,
            procedure_code=self.procedure_code,
            person_id=self.person_id,
            owner_name=self.owner_name,
            owner_number=self.owner_number,
            number=self.number,
            title=self.title,
            issued_on=self.issued_on,
            unit_id=self.unit_id,
            signer_name=self.signer_name,
            signer_title=self.signer_title,
            file_id=self.file_id,
            sha256=self.sha256,
            token=self.token,
            state=ResultState(self.state),
            replaced_by=self.replaced_by_id,
            revoked_at=self.revoked_at,
            revoked_reason=self.revoked_reason,
        )

    def to_public(self) -> PublicResult:
        """Return what anybody with the paper may know."""
        return PublicResult(
            token=self.token,
            title=self.title,
            number=self.number,
            issued_on=self.issued_on,
            unit_id=self.unit_id,
            signer_name=self.signer_name,
            signer_title=self.signer_title,
            owner=mask_name(self.owner_name),
            sha256=self.sha256,
            state=ResultState(self.state),
            revoked_at=self.revoked_at,
            replaced_by_token=self.replaced_by.token if self.replaced_by else "",
        )
