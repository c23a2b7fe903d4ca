"""The table of signatures under way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.drafting.signing_data import SigningState
from tinhso.kernel.ids import uuid7


class DraftSigning(models.Model):
    """That somebody ordered a signature on a draft, and how far it is (đang ký số). Rows stay as the trace of it.

    `stage` is whose: the signer's, or the agency's seal. It waits for a request of the queue (`request_id`) or for a
    document prepared for its holder's consent (`prepared_id`). `file_id` is what is signed, `made_file_id` the sealed
    file when the register would not take it yet. A seal has the number held for it (`held_id`, `code`, `on`) and what
    the clerk decided about the issue (`order`); an open row with a `problem` waits for a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey("drafting.Draft", on_delete=models.PROTECT, related_name="signings")
    state = models.CharField(max_length=10, default=SigningState.OPEN)
    stage = models.CharField(max_length=8)
    request_id = models.UUIDField(null=True, unique=True)
    prepared_id = models.UUIDField(null=True, unique=True)
    file_id = models.UUIDField(null=True)
    made_file_id = models.UUIDField(null=True)
    round = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    words = models.CharField(max_length=2000, blank=True)
    who_id = models.UUIDField()
    who_name = models.CharField(max_length=200)
    who_title = models.CharField(max_length=200, blank=True)
    held_id = models.UUIDField(null=True)
    code = models.CharField(max_length=80, blank=True)
    on = models.DateField(null=True)
    order = models.JSONField(default=dict)
    problem = models.CharField(_("vướng mắc"), max_length=500, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("chữ ký đang thực hiện trên dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft"], name="draft_signing_one_open", condition=Q(state="open")),
            models.CheckConstraint(
                name="draft_signing_ends_once",
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="draft_signing_waits_for_one", condition=Q(request_id=None) | Q(prepared_id=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="draft_signing_held",
                fields=["on"],
                condition=Q(held_id__isnull=False, state__in=["failed", "withdrawn"]),
            ),
        ]
