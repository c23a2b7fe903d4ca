"""The table of Word files on their way to a PDF."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.drafting.paper_data import PaperInfo, PaperState
from tinhso.kernel.ids import uuid7


class DraftPaper(models.Model):
    """The Word file a version came in, and the PDF made of it (bản PDF của tệp Word).

    `word` is the file packed anew, emptied once three newer ones came; `words` what stands on the PDF, so that a
    signature block that names somebody else is found out. `claim` is the token of the worker that converts just now.
    `set_aside`: its people chose the paper the system lays out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey("drafting.Draft", on_delete=models.PROTECT, related_name="papers")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=PaperState.WAITING)
    word = models.BinaryField(default=bytes)
    by_hand = models.BooleanField(default=False)
    set_aside = models.BooleanField(default=False)
    pdf_file_id = models.UUIDField(null=True)
    lacks = models.JSONField(default=list)
    words = models.TextField(blank=True)
    problem = models.CharField(_("vướng mắc"), max_length=500, blank=True)
    tries = models.PositiveIntegerField(default=0)
    writer_id = models.UUIDField()
    writer_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tệp Word của dự thảo")
        constraints: ClassVar = [
            models.UniqueConstraint(name="draft_paper_once", fields=["draft", "version"]),
            models.CheckConstraint(
                name="draft_paper_done_has_a_file", condition=~Q(state="done") | Q(pdf_file_id__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="draft_paper_due", fields=["next_try_at"], condition=Q(state__in=["waiting", "working"])),
        ]

    def to_info(self) -> PaperInfo:
        """Return it as others see it."""
        state = PaperState(self.state)
        return PaperInfo(
            id=self.id,
            version=self.version,
            state=state,
            by_hand=self.by_hand,
            set_aside=self.set_aside,
            lacks=tuple(self.lacks),
            problem=self.problem,
            tries=self.tries,
            next_try_at=self.next_try_at if state is PaperState.WAITING and self.problem else None,
            pdf_file_id=self.pdf_file_id,
        )
