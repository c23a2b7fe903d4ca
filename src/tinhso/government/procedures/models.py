"""Tables of procedures. A published version is held still by a trigger (second migration)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.data import Level, OnlineLevel
from tinhso.kernel.ids import uuid7


class Procedure(models.Model):
    """A procedure, known by its national code (mã thủ tục hành chính)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")

    def __str__(self) -> str:
        return self.code


class PublishedVersion(models.Model):
    """One version of a procedure, as it was published. Only `valid_to` may change, once it is known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)
    digest = models.CharField(max_length=64)
    package = models.JSONField()
    form = models.JSONField()
    bpmn = models.TextField()
    sources = models.JSONField()
    name = models.CharField(_("tên thủ tục"), max_length=500)
    slug = models.CharField(max_length=120)
    short_code = models.CharField(_("mã gõ nhanh"), max_length=20)
    name_key = models.CharField(max_length=500)
    sort_key = models.CharField(max_length=1200)
    keyword_key = models.TextField(blank=True)
    search_text = models.TextField()
    life_event = models.CharField(max_length=20)
    field_code = models.CharField(_("mã lĩnh vực"), max_length=20)
    level = models.CharField(_("cấp thực hiện"), max_length=12, choices=[(v.value, v.value) for v in Level])
    department = models.CharField(_("sở"), max_length=40, blank=True)
    online_level = models.CharField(
        _("mức độ trực tuyến"), max_length=8, choices=[(v.value, v.value) for v in OnlineLevel]
    )
    audience = ArrayField(models.CharField(max_length=12))
    decision = models.JSONField(_("quyết định công bố"))
    published_at = models.DateTimeField()

    class Meta:
        db_table = "procedures_version"
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "valid_from"], name="version_once_a_day"),
            models.CheckConstraint(
                name="version_ends_after_it_begins",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="version_level_known", condition=models.Q(level__in=[level.value for level in Level])
            ),
            models.CheckConstraint(
                name="version_department_has_name", condition=~models.Q(level="department") | ~models.Q(department="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slug"], name="version_slug"),
            GinIndex(fields=["search_text"], name="version_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%d/%m/%Y})"
