"""Tables of documents. A document is never deleted; who may open it is decided in `access`.

Units, accounts and kept files are named by their ids.
"""

from typing import ClassVar, Final

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.documents.assignments import Instruction
from tinhso.government.documents.data import OPEN, FileRole, Urgency
from tinhso.government.documents.registers import Book, ReservedNumber
from tinhso.kernel.ids import uuid7

__all__ = [
    "Book",
    "Document",
    "DocumentEvent",
    "DocumentFile",
    "DocumentFollow",
    "DocumentReader",
    "DocumentReplay",
    "DocumentText",
    "Instruction",
    "ReservedNumber",
]

_OPEN: Final = sorted(one.value for one in OPEN)
_INCOMING: Final = ["arrived", "refused", "registered", "assigned", "processing", "done", "frozen"]
_NUMBERED: Final = ["registered", "assigned", "processing", "done", "issued", "recalled", "replaced"]


class Document(models.Model):
    """One official document in the register of one agency (văn bản). The same letter at two agencies is two rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    direction = models.CharField(max_length=8)
    state = models.CharField(_("tình trạng"), max_length=10)
    unit_id = models.UUIDField(_("cơ quan"))
    unit_name = models.CharField(max_length=200)
    book = models.ForeignKey(Book, null=True, on_delete=models.PROTECT, related_name="documents")
    year = models.PositiveSmallIntegerField()
    number = models.BigIntegerField(_("số"), null=True)
    code = models.CharField(_("số, ký hiệu"), max_length=60)
    code_key = models.CharField(max_length=60)
    kind = models.CharField(_("loại văn bản"), max_length=20)
    kind_title = models.CharField(max_length=100)
    subject = models.CharField(_("trích yếu"), max_length=500)
    issued_on = models.DateField(_("ngày văn bản"))
    arrived_at = models.DateTimeField(_("đến lúc"), null=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True)
    registered_at = models.DateTimeField(_("vào sổ lúc"), null=True)
    registered_by = models.CharField(max_length=200, blank=True)
    registrar_id = models.UUIDField(null=True)
    way = models.CharField(_("cách đến"), max_length=8, blank=True)
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=200)
    issuer_key = models.CharField(max_length=120)
    issuer_code = models.CharField(max_length=35, blank=True)
    issuer_unit_id = models.UUIDField(null=True)
    signer_name = models.CharField(_("người ký"), max_length=50, blank=True)
    signer_position = models.CharField(max_length=100, blank=True)
    signer_competence = models.CharField(max_length=10, blank=True)
    urgency = models.PositiveSmallIntegerField(_("độ khẩn"), default=Urgency.NORMAL)
    restricted = models.BooleanField(_("hạn chế"), default=False)
    secrecy = models.CharField(max_length=8, blank=True)
    due_on = models.DateField(_("thời hạn"), null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=30, blank=True)
    description = models.CharField(_("ghi chú"), max_length=500, blank=True)
    kept_by = models.CharField(_("nơi giữ bản lưu"), max_length=200, blank=True)
    recipients = models.JSONField(default=list)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    delivery_id = models.UUIDField(null=True, unique=True)
    draft_id = models.UUIDField(null=True, unique=True)
    dossier_id = models.UUIDField(null=True, db_index=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    search_words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("search_words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("văn bản")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="document_number_once", fields=["book", "year", "number"], condition=Q(number__isnull=False)
            ),
            models.UniqueConstraint(
                name="document_code_once", fields=["unit_id", "year", "code"], condition=~Q(direction="incoming")
            ),
            models.CheckConstraint(
                name="document_numbered_in_a_book",
                condition=Q(state__in=_NUMBERED, number__isnull=False, book__isnull=False)
                | Q(state="frozen")
                | Q(state__in=["arrived", "refused"], number=None, book=None),
            ),
            models.CheckConstraint(
                name="document_state_of_its_direction",
                condition=Q(direction="incoming", state__in=_INCOMING, arrived_at__isnull=False)
                | Q(direction__in=["outgoing", "internal"], state__in=["issued", "recalled", "replaced"]),
            ),
            models.CheckConstraint(
                name="document_secrecy", condition=Q(secrecy__in=["", "doubted", "held", "opened", "secret"])
            ),
            models.CheckConstraint(
                name="document_held_is_restricted", condition=~Q(secrecy="held") | Q(restricted=True)
            ),
            models.CheckConstraint(
                name="document_restricted_without_words", condition=Q(restricted=False) | Q(search_words="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="document_unit_newest"),
            models.Index(fields=["unit_id", "direction", "-id"], name="document_unit"),
            models.Index(fields=["unit_id", "direction", "state", "-id"], name="document_unit_state"),
            models.Index(fields=["unit_id", "kind", "-id"], name="document_unit_kind"),
            models.Index(fields=["unit_id", "code_key"], name="document_twin"),
            models.Index(fields=["unit_id", "due_on", "id"], name="document_due", condition=Q(state__in=_OPEN)),
            models.Index(fields=["answers"], name="document_answers", condition=Q(answers__isnull=False)),
            GinIndex(fields=["unit_id", "search"], name="document_search", condition=Q(restricted=False)),
        ]

    def __str__(self) -> str:
        return self.code


class DocumentFile(models.Model):
    """A file of a document, in order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    file_id = models.UUIDField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    role = models.CharField(max_length=8, default=FileRole.MAIN)
    position = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField(default=0)
    text_state = models.CharField(max_length=8, default="waiting")
    text_tries = models.PositiveSmallIntegerField(default=0)
    text_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="document_file_position", fields=["document", "position"]),
            models.CheckConstraint(
                name="document_file_text_state", condition=Q(text_state__in=["waiting", "asked", "done", "none"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="document_file_hash"),
            models.Index(fields=["id"], name="document_file_unread", condition=Q(text_state="waiting")),
        ]


class DocumentText(models.Model):
    """What stands on the pages of a document, as words to search. There is none of a restricted one."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.PROTECT, related_name="text")
    unit_id = models.UUIDField()
    words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["unit_id", "search"], name="document_text_search"),
            models.Index(fields=["unit_id", "-document"], name="document_text_newest"),
        ]


class DocumentReader(models.Model):
    """Somebody by name who may open a document: a named reader, or one who was given something to do about it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readers")
    account_id = models.UUIDField()
    name = models.CharField(max_length=200)
    since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="document_reader_once", fields=["account_id", "document"]),
        ]
        indexes: ClassVar = [
            models.Index(fields=["document", "id"], name="document_readers"),
            models.Index(fields=["account_id", "-document"], name="document_reader_newest"),
        ]


class DocumentEvent(models.Model):
    """One line of the story of a document (diễn biến). Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="story")
    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    instruction = models.ForeignKey(Instruction, null=True, on_delete=models.PROTECT, related_name="story")
    text = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "id"], name="document_story")]


class DocumentFollow(models.Model):
    """Somebody keeps an eye on a document, and may be reminded of it on a day (theo dõi, nhắc việc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="follows")
    account_id = models.UUIDField()
    since = models.DateTimeField()
    remind_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="document_follow_once", fields=["account_id", "document"]),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["remind_on", "id"],
                name="document_remind",
                condition=Q(remind_on__isnull=False, reminded_at=None),
            ),
        ]


class DocumentReplay(models.Model):
    """The document an idempotency key made over the API, so that a retry gets the same one and does nothing twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="document_replay_once", fields=["account_id", "key"]),
        ]
        indexes: ClassVar = [models.Index(fields=["at", "id"], name="document_replay_age")]
