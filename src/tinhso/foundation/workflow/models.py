"""Tables of workflow."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.ids import uuid7


class Process(models.Model):
    """One drawing under its key (quy trình). Written once, never changed: a new drawing is a new key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(_("khóa"), max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    xml = models.BinaryField()
    specification = models.BinaryField()
    state = models.BinaryField()
    first = models.JSONField()
    titles = models.JSONField()
    outcomes = models.JSONField()

    class Meta:
        verbose_name = _("quy trình")
        verbose_name_plural = _("quy trình")


class Instance(models.Model):
    """How far the process of one subject has come. `state` is empty once finished; `ready` holds ids of tasks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_id = models.UUIDField(_("đối tượng"), unique=True)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="+")
    state = models.BinaryField()
    ready = models.JSONField()
    data = models.JSONField(default=dict)
    steps = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    finished_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("tiến trình")
        verbose_name_plural = _("tiến trình")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="workflow_instance_has_a_next_step",
                condition=Q(finished_at__isnull=False, ready=[]) | (Q(finished_at=None) & ~Q(ready=[])),
            ),
            models.CheckConstraint(name="workflow_instance_steps_counted", condition=Q(version__gt=F("steps"))),
        ]
