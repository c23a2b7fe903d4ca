"""Tables beside a dossier that only grow: operations of its clock, apologies given, reminders sent.

They belong to `models`, which imports them; they stand apart because a file has an end.
"""

from typing import ClassVar

from django.db import models

from tinhso.government.dossiers.data import ApologyInfo, ClockOperation, ClockOperationInfo, SignedFileInfo
from tinhso.government.dossiers.letter_data import LetterInfo, LetterKind, LetterState
from tinhso.government.dossiers.signing_data import SigningState
from tinhso.kernel.ids import uuid7


class ClockEntry(models.Model):
    """One operation of a dossier's clock: what, on what ground, by whom, the promise before and after.

    Written in the transaction of the act that touched the clock, never changed. Its start is the timeline's line
    `received`, which holds the same facts, so that receiving writes nothing twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="clock")
    at = models.DateTimeField()
    operation = models.CharField(max_length=12)
    ground = models.CharField(max_length=300)
    account_id = models.UUIDField(null=True)
    who = models.CharField(max_length=200, blank=True)
    old_promise = models.DateTimeField(null=True)
    new_promise = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dossier", "id"], name="clock_of_dossier")]

    def to_info(self) -> ClockOperationInfo:
        """Return it as others see it."""
        return ClockOperationInfo(
            at=self.at,
            operation=ClockOperation(self.operation),
            ground=self.ground,
            who=self.who,
            old_promise=self.old_promise,
            new_promise=self.new_promise,
        )


class Apology(models.Model):
    """A slip of apology with a new day (phiếu xin lỗi, Mẫu số 04), as it was given.

    The paper is its `Letter`; those from before letters were numbered in the register have a file of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="apologies")
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    reason = models.CharField(max_length=1000)
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200)
    old_promise = models.DateTimeField()
    new_promise = models.DateTimeField()
    is_late = models.BooleanField()
    file_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="apology_ordinal")]

    def to_info(self) -> ApologyInfo:
        """Return it as others see it."""
        return ApologyInfo(
            number=self.number,
            reason=self.reason,
            signed_at=self.signed_at,
            signed_by=self.signed_by,
            old_promise=self.old_promise,
            new_promise=self.new_promise,
            is_late=self.is_late,
            file_id=self.file_id,
        )


class Reminder(models.Model):
    """That somebody was told a dossier stands still or is late: once for each level and state of the dossier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="reminders")
    level = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "level", "version"], name="reminder_once"),
        ]


class Hold(models.Model):
    """Why a dossier may not go forward yet: an opinion or a linked part is awaited. Lifted, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="holds")
    key = models.CharField(max_length=20)
    task = models.CharField(max_length=60, blank=True)
    sentence = models.CharField(max_length=300)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "key"], name="hold_one_of_a_kind", condition=models.Q(lifted_at=None)
            ),
        ]


class ResultSigning(models.Model):
    """That whoever signs decided on a result, and how far the signatures on it are (đang ký số).

    `stage` is whose signature the queue makes now: the leader's, then the agency's seal. `state` tells what became of
    it; a dossier has one open row at most. `number` and `on` are what the paper bears; `held_id` is the
    number in the registers of documents, for a result that is numbered there, and `document_id` its entry.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="signings")
    state = models.CharField(max_length=10, default=SigningState.OPEN)
    stage = models.CharField(max_length=8)
    request_id = models.UUIDField(null=True, unique=True)
    file_id = models.UUIDField()
    task = models.CharField(max_length=60)
    token = models.CharField(max_length=20)
    number = models.CharField(max_length=80, blank=True)
    held_id = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)
    on = models.DateField(null=True)
    profile = models.CharField(max_length=8, blank=True)
    is_sealed = models.BooleanField(default=False)
    signer_id = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=200)
    signer_title = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], name="result_signing_one_open", condition=models.Q(state="open")
            ),
            models.CheckConstraint(
                name="result_signing_ends_once",
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
            ),
        ]


class Letter(models.Model):
    """A letter of a dossier (phiếu, thông báo) with its number in the register of documents, and its signature.

    `event_id` is the line of the act it belongs to; `file_id` what is printed, then what is signed. A person signs
    (`stage` hand), the agency's seal, or one after the other (`is_sealed`). `role` is who has it in the inbox, since
    `told_at`, when it could not be signed. Undone with its act it is void and its number with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12)
    event_id = models.UUIDField(unique=True)
    number = models.CharField(max_length=80)
    on = models.DateField()
    held_id = models.UUIDField(unique=True)
    document_id = models.UUIDField(null=True)
    file_id = models.UUIDField()
    state = models.CharField(max_length=10, default=LetterState.OPEN)
    stage = models.CharField(max_length=8)
    request_id = models.UUIDField(null=True, unique=True)
    profile = models.CharField(max_length=8, blank=True)
    is_sealed = models.BooleanField(default=False)
    signer_id = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=200)
    signer_title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40)
    problem = models.CharField(max_length=500, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="letter_ends_once",
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dossier", "id"], name="letter_of_dossier"),
            models.Index(fields=["asked_at"], name="letter_waiting", condition=models.Q(state="open", told_at=None)),
        ]

    def to_info(self) -> LetterInfo:
        """Return it as others see it, without what the queue knows of it."""
        return LetterInfo(
            id=self.id,
            kind=LetterKind(self.kind),
            number=self.number,
            on=self.on,
            state=LetterState(self.state),
            signer_name=self.signer_name,
            signer_id=self.signer_id,
            document_id=self.document_id,
            ended_at=self.ended_at,
            problem=self.problem,
            has_failed=bool(self.problem),
            reason=self.void_reason,
        )


class SignedFile(models.Model):
    """What was found of the signatures in a file when it was handed in; the file never changes, nor does this."""

    file_id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=12)
    signer = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)
    sentences = models.JSONField(default=list)
    checked_at = models.DateTimeField()

    def to_info(self) -> SignedFileInfo:
        """Return it as others see it."""
        return SignedFileInfo(self.file_id, self.state, self.signer, self.signed_at, tuple(self.sentences))
