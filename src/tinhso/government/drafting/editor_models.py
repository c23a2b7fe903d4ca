"""The table of what the agency's online editor has open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.ids import uuid7


class EditorSession(models.Model):
    """A draft held by the online editor under a lock of its own words; several people may write in one session.

    `base` is the version the session works on: what it saves next is made from that. A session somebody took over
    (`taken_over_at`) may still save: its words then stand beside the head.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey("drafting.Draft", on_delete=models.PROTECT, related_name="editor_sessions")
    lock = models.CharField(max_length=1024)
    base = models.PositiveIntegerField()
    writer_id = models.UUIDField()
    writer_name = models.CharField(max_length=200)
    until = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiên soạn thảo trực tuyến")
        constraints: ClassVar = [
            models.UniqueConstraint(name="draft_one_editor_session", fields=["draft"], condition=Q(is_current=True)),
        ]
