"""Tables of mandates. A mandate is never deleted: it ends, visibly."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.mandates.data import (
    LIVE,
    OF_BUSINESS,
    OF_CHILD,
    Consent,
    FilingInfo,
    MandateInfo,
    Proof,
    Role,
    State,
)
from tinhso.kernel.ids import uuid7

MAX_SUBJECTS = 50


class Mandate(models.Model):
    """One person may act for another (đại diện, ủy quyền), with what was agreed and how it ended.

    `agent_number` is what the principal typed; `agent` is known from the moment that person answers. A child has no
    account of its own until kinship is proven: nobody opens accounts in other people's numbers by declaring a child.
    `codes` and `fields` bind only Role.AUTHORISED.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.CharField(_("vai trò"), max_length=24, choices=[(r.value, r.value) for r in Role])
    state = models.CharField(max_length=12, default=State.INVITED.value)
    proof = models.CharField(max_length=20, default=Proof.NONE.value)
    principal = models.ForeignKey("identity.Account", on_delete=models.PROTECT, null=True, related_name="+")
    principal_number = models.CharField(_("số định danh"), max_length=20)
    principal_name = models.CharField(_("họ, chữ đệm, tên"), max_length=200)
    principal_born_on = models.DateField(null=True)
    agent = models.ForeignKey("identity.Account", on_delete=models.PROTECT, null=True, related_name="+")
    agent_number = models.CharField(_("số định danh"), max_length=20)
    agent_name = models.CharField(_("họ, chữ đệm, tên"), max_length=200)
    codes = ArrayField(models.CharField(max_length=40), default=list, size=MAX_SUBJECTS)
    fields = ArrayField(models.CharField(max_length=16), default=list, size=MAX_SUBJECTS)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True)
    document = models.CharField(_("giấy tờ"), max_length=200, blank=True)
    document_file_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    begun_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đại diện, ủy quyền")
        constraints: ClassVar = [
            models.CheckConstraint(name="mandate_days", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="mandate_for_another", condition=~Q(principal=F("agent"))),
            models.CheckConstraint(
                name="mandate_in_force_has_parties",
                condition=~Q(state="in_force") | Q(agent__isnull=False, principal__isnull=False),
            ),
            models.CheckConstraint(
                name="mandate_end_is_dated",
                condition=Q(state__in=["ended", "declined"], ended_at__isnull=False)
                | (~Q(state__in=["ended", "declined"]) & Q(ended_at=None)),
            ),
            models.UniqueConstraint(
                name="mandate_role_held_once",
                fields=["principal_number", "agent_number", "role"],
                condition=Q(state__in=sorted(s.value for s in LIVE))
                & Q(role__in=sorted(r.value for r in OF_BUSINESS | OF_CHILD)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="mandate_of_agent", fields=["agent", "principal"], condition=Q(state="in_force")),
            models.Index(name="mandate_of_number", fields=["agent_number", "-id"]),
            models.Index(name="mandate_of_principal", fields=["principal", "-id"]),
            models.Index(name="mandate_to_check", fields=["id"], condition=Q(state="declared")),
        ]

    def to_info(self) -> MandateInfo:
        """Return it as its parties see it."""
        return MandateInfo(
            id=self.id,
            role=Role(self.role),
            state=State(self.state),
            proof=Proof(self.proof),
            principal_id=self.principal_id,
            principal_name=self.principal_name,
            agent_id=self.agent_id,
            agent_name=self.agent_name,
            codes=tuple(self.codes),
            fields=tuple(self.fields),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            document=self.document,
            document_file_id=self.document_file_id,
            asked_at=self.asked_at,
            ended_at=self.ended_at,
            ended_by=self.ended_by,
        )


class Filing(models.Model):
    """Who handed something in for somebody else (người nộp thay): an agent with a mandate, or a helper at the desk.

    Written once for a draft and once for what it becomes; it stays when the mandate ends. `subject_id` is the other
    room's key. A helper at the desk has no account here, only what their paper says.
    """

    subject_id = models.UUIDField(primary_key=True, editable=False)
    subject_kind = models.CharField(max_length=20)
    principal_id = models.UUIDField(null=True)
    agent = models.ForeignKey("identity.Account", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("họ, chữ đệm, tên"), max_length=200)
    number = models.CharField(_("số định danh"), max_length=20, blank=True)
    title = models.CharField(_("quan hệ"), max_length=100)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    consent = models.CharField(_("sự đồng ý"), max_length=12, default=Consent.MANDATE.value)
    consent_note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("nộp thay")
        indexes: ClassVar = [
            models.Index(
                name="filing_of_agent",
                fields=["agent", "subject_kind", "-subject_id"],
                condition=Q(agent__isnull=False),
            ),
        ]

    def to_info(self) -> FilingInfo:
        """Return it as others see it."""
        return FilingInfo(
            subject_id=self.subject_id,
            principal_id=self.principal_id,
            agent_id=self.agent_id,
            name=self.name,
            number=self.number,
            title=self.title,
            phone=self.phone,
            consent=Consent(self.consent),
            consent_note=self.consent_note,
            at=self.at,
        )
