"""Tables of groups. Dossiers, units, accounts and files are named by their ids."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.groups.data import (
    GroupInfo,
    GroupPaperInfo,
    GroupState,
    Representative,
    RowInfo,
)
from tinhso.kernel.ids import uuid7


class DossierGroup(models.Model):
    """Many dossiers of one procedure handed in together (nhóm hồ sơ). What was filed is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã nhóm"), max_length=48, unique=True, null=True)  # noqa: DJ001 - unique once given
    token = models.CharField(max_length=20, unique=True, editable=False)
    title = models.CharField(_("tên nhóm"), max_length=200, blank=True)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.CharField(max_length=300)
    version_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=200, blank=True)
    at_counter = models.BooleanField(default=False)
    delivery = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=GroupState.DRAFT)
    maker_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    representative_name = models.CharField(_("người đại diện"), max_length=200, blank=True)
    representative_number = models.CharField(max_length=20, blank=True)
    representative_phone = models.CharField(max_length=20, blank=True)
    representative_address = models.CharField(max_length=300, blank=True)
    common = models.JSONField(default=dict)
    fee_request_id = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("nhóm hồ sơ")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_filed_has_code",
                condition=Q(state="draft")
                | Q(state="filing", code__isnull=False)
                | Q(state="filed", code__isnull=False, filed_at__isnull=False),
            ),
            models.CheckConstraint(name="group_has_owner", condition=Q(at_counter=True) | Q(account_id__isnull=False)),
        ]
        indexes: ClassVar = [
            models.Index(name="group_of_account", fields=["account_id", "-id"], condition=Q(account_id__isnull=False)),
            models.Index(name="group_of_unit", fields=["unit_id", "-id"], condition=Q(unit_id__isnull=False)),
            models.Index(name="group_of_request", fields=["fee_request_id"], condition=Q(fee_request_id__isnull=False)),
        ]

    def to_info(self) -> GroupInfo:
        """Return it as others see it."""
        return GroupInfo(
            id=self.id,
            code=self.code or "",
            token=self.token,
            title=self.title,
            procedure_code=self.procedure_code,
            procedure_name=self.procedure_name,
            version_id=self.version_id,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            at_counter=self.at_counter,
            delivery=self.delivery,
            state=GroupState(self.state),
            representative=Representative(
                self.representative_name,
                self.representative_number,
                self.representative_phone,
                self.representative_address,
            ),
            common=self.common,
            account_id=self.account_id,
            started_at=self.started_at,
            filed_at=self.filed_at,
            fee_request_id=self.fee_request_id,
            version=self.version,
        )


class GroupRow(models.Model):
    """One member of a group: what only this one has; becomes exactly one dossier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(DossierGroup, on_delete=models.PROTECT, related_name="rows")
    ordinal = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    errors = models.JSONField(default=dict)
    dossier_id = models.UUIDField(null=True, unique=True)
    code = models.CharField(max_length=48, blank=True)
    refusal = models.CharField(max_length=1000, blank=True)
    fee = models.JSONField(null=True)
    """This member's lines in the group's one payment: [code, title, kind, đồng, pieces] each; null when it has none."""
    fee_request_id = models.UUIDField(null=True)
    """The payment together with others this member was tied to last; a group may have had several."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["fee_request_id"], name="group_row_of_request", condition=Q(fee_request_id__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="group_row_ordinal", fields=["group", "ordinal"]),
            models.CheckConstraint(
                name="group_row_code_with_dossier",
                condition=Q(dossier_id=None, code="") | (Q(dossier_id__isnull=False) & ~Q(code="")),
            ),
        ]

    def to_info(self) -> RowInfo:
        """Return it as others see it."""
        return RowInfo(
            self.id, self.ordinal, self.name, self.data, self.errors, self.dossier_id, self.code, self.refusal
        )


class GroupPaper(models.Model):
    """A paper handed in for one component, of every member or of one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(DossierGroup, on_delete=models.PROTECT, related_name="papers")
    row = models.ForeignKey(GroupRow, null=True, on_delete=models.CASCADE, related_name="papers")
    component = models.CharField(max_length=32)
    form = models.CharField(max_length=12)
    count = models.PositiveSmallIntegerField(default=1)
    file_id = models.UUIDField(null=True)

    def to_info(self) -> GroupPaperInfo:
        """Return it as others see it."""
        return GroupPaperInfo(self.id, self.row_id, self.component, self.form, self.count, self.file_id)
