"""Tables of procedures. A published version is held still by a trigger (second migration)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.government.procedures.data import CopyState, Level, OnlineLevel, ServiceOnline
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
    prints = models.JSONField(_("mẫu in riêng"), default=dict, db_default={})
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


class WorkingCopy(models.Model):
    """A working copy of a package (bản thảo), from the first edit to its publication.

    `texts` are the four files as they will be published, `prints` sources of templates under trial. Everyone who wrote
    in it stands in `editors`; none of them publishes it. Nothing is deleted: a copy given up is `dropped`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã thủ tục"), max_length=40)
    title = models.CharField(_("tên thủ tục"), max_length=500)
    based_on = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    texts = models.JSONField()
    prints = models.JSONField(default=dict)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=[(v.value, v.value) for v in CopyState], default=CopyState.OPEN.value
    )
    revision = models.PositiveIntegerField(default=1)
    editors = ArrayField(models.UUIDField())
    made_by = models.CharField(_("người lập"), max_length=200)
    changed_by = models.CharField(_("người sửa cuối"), max_length=200)
    remark = models.CharField(_("ý kiến"), max_length=500, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("bản thảo thủ tục")
        verbose_name_plural = _("bản thảo thủ tục")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="copy_state_known", condition=models.Q(state__in=[state.value for state in CopyState])
            ),
            models.CheckConstraint(
                name="copy_published_has_version",
                condition=models.Q(state="published", published__isnull=False)
                | (~models.Q(state="published") & models.Q(published=None)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-changed_at", "-id"], name="copy_newest")]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"


class Service(models.Model):
    """What one agency makes of a national procedure between two days (dịch vụ của cơ quan): layer two of three.

    Without a row an agency offers what its level decides. `fees` replaces amounts by the fee's code (đồng), `limits`
    spans by the case's code ({"amount", "unit"}, shorter than the law's). The newest row that began on or before a day
    speaks for that day, so a new row ends the one before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="services")
    unit_id = models.UUIDField()
    valid_from = models.DateField(_("áp dụng từ"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    offered = models.BooleanField(_("có tiếp nhận"))
    online = models.CharField(
        _("nộp trực tuyến"), max_length=8, choices=[(v.value, v.value) for v in ServiceOnline], blank=True
    )
    fees = models.JSONField(default=dict)
    limits = models.JSONField(default=dict, db_default={})
    basis = models.CharField(_("căn cứ"), max_length=500)
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dịch vụ của cơ quan")
        verbose_name_plural = _("dịch vụ của cơ quan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "unit_id", "valid_from"], name="service_once_a_day"),
            models.CheckConstraint(
                name="service_ends_after_it_begins",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="service_online_known",
                condition=models.Q(online="") | models.Q(online__in=[value.value for value in ServiceOnline]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} · {self.unit_id}"
