"""Tables of petitions. A petition is never deleted; who may see it is decided in `access`."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.petitions.data import ENDED, Contact, Kind, PetitionInfo, Place, Status, Vote
from tinhso.kernel.ids import uuid7

MAX_TITLE = 150
MAX_WORDS = 4000
MAX_ANSWER = 8000
MAX_PHOTOS = 5
MAX_PLACE = 300


class Petition(models.Model):
    """One thing somebody reported or proposed (phản ánh, kiến nghị).

    `due_at` is when the present step has to be done; the clock of the answer (`answer_due_at`) runs from filing and
    waits while the person is asked for more. Names, numbers and the account stay behind; the public reads only
    `public_title`, `public_words`, `public_answer`, `public_photos`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã phản ánh"), max_length=48, blank=True)
    token = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(_("phân loại"), max_length=12)
    status = models.CharField(_("trạng thái"), max_length=12, default=Status.UNVERIFIED.value)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    title = models.CharField(_("tiêu đề"), max_length=MAX_TITLE)
    words = models.TextField(_("nội dung"), max_length=MAX_WORDS)
    place_words = models.CharField(max_length=MAX_PLACE, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    dossier_id = models.UUIDField(null=True)
    dossier_code = models.CharField(max_length=48, blank=True)
    photos = ArrayField(models.UUIDField(), default=list, size=MAX_PHOTOS)
    language = models.CharField(max_length=2, default="vi")

    account_id = models.UUIDField(null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    asked_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    publish_due_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)

    handler_id = models.UUIDField(null=True)
    handler_name = models.CharField(max_length=200, blank=True)
    draft = models.TextField(max_length=MAX_ANSWER, blank=True)
    answer = models.TextField(max_length=MAX_ANSWER, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    public_title = models.CharField(max_length=MAX_TITLE, blank=True)
    public_words = models.TextField(max_length=MAX_WORDS, blank=True)
    public_answer = models.TextField(max_length=MAX_ANSWER, blank=True)
    public_latitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    public_longitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    public_photos = ArrayField(models.UUIDField(), default=list, size=MAX_PHOTOS)
    public_folded = models.TextField(blank=True)

    vote = models.CharField(max_length=12, blank=True)
    voted_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    search = models.GeneratedField(
        expression=SearchVector("public_folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("phản ánh, kiến nghị")
        constraints: ClassVar = [
            models.UniqueConstraint(name="petition_code_once", fields=["code"], condition=~Q(code="")),
            models.CheckConstraint(name="petition_kind_known", condition=Q(kind__in=[k.value for k in Kind])),
            models.CheckConstraint(
                name="petition_state_has_due",
                condition=Q(status__in=[*(s.value for s in sorted(ENDED)), "unverified"]) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="petition_filed_has_code",
                condition=Q(status__in=["unverified", "lapsed"]) | (Q(filed_at__isnull=False) & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="petition_answer_is_said",
                condition=~Q(status="answered") | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="petition_public_is_answered", condition=Q(published_at=None) | ~Q(public_answer="")
            ),
            models.CheckConstraint(
                name="petition_point_is_whole",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=8, latitude__lte=24, longitude__gte=102, longitude__lte=118),
            ),
            models.CheckConstraint(
                name="petition_public_point_is_whole",
                condition=Q(public_latitude__isnull=True, public_longitude__isnull=True)
                | Q(public_latitude__isnull=False, public_longitude__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="petition_of_unit", fields=["unit_id", "-id"], condition=Q(filed_at__isnull=False)),
            models.Index(name="petition_filed", fields=["unit_id", "filed_at"], condition=Q(filed_at__isnull=False)),
            models.Index(name="petition_of_account", fields=["account_id", "-id"]),
            models.Index(
                name="petition_public", fields=["-published_at", "-id"], condition=Q(published_at__isnull=False)
            ),
            models.Index(name="petition_unverified", fields=["asked_at"], condition=Q(status="unverified")),
            GinIndex(name="petition_search", fields=["search"], condition=Q(published_at__isnull=False)),
        ]

    def to_info(self) -> PetitionInfo:
        """Return it as its writer and the unit see it."""
        return PetitionInfo(
            id=self.id,
            code=self.code,
            kind=Kind(self.kind),
            status=Status(self.status),
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            title=self.title,
            words=self.words,
            place=Place(self.latitude, self.longitude, self.place_words),
            dossier_id=self.dossier_id,
            dossier_code=self.dossier_code,
            filed_at=self.filed_at or self.asked_at,
            due_at=self.due_at,
            answer=self.answer,
            reason=self.reason,
            answered_at=self.answered_at,
            published_at=self.published_at,
            vote=Vote(self.vote) if self.vote else None,
            reopened_at=self.reopened_at,
            handler_id=self.handler_id,
            handler_name=self.handler_name,
            account_id=self.account_id,
            language=self.language,
            version=self.version,
        )

    def contact(self) -> Contact:
        """Return who may be answered."""
        return Contact(self.contact_name, self.contact_phone)


class PetitionLine(models.Model):
    """One thing that happened to a petition (diễn biến). Written with the act, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="story")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=MAX_ANSWER, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="petition_story", fields=["petition", "id"])]
