"""One document, its story and its readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.documents import access
from tinhso.government.documents.data import DocumentInfo
from tinhso.government.documents.errors import DocumentMissing
from tinhso.government.documents.models import Document, DocumentEvent, DocumentReader
from tinhso.government.documents.queries.infos import info_of, infos_of
from tinhso.kernel.actors import Actor

MOST_EVENTS = 300


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a document's story, the oldest first."""

    id: UUID
    at: datetime
    verb: str
    who: str
    unit_name: str
    text: str
    facts: dict[str, Any]
    instruction_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Somebody who may open a document by name, and when they first did."""

    account_id: UUID
    name: str
    since: datetime
    opened_at: datetime | None


def get_document(actor: Actor, document_id: UUID) -> DocumentInfo:
    """Return a document this actor may open. Raises DocumentMissing."""
    return info_of(access.access_document(actor, document_id=document_id))


def open_document(actor: Actor, *, document_id: UUID, now: datetime) -> DocumentInfo:
    """Return a document and put on record that this person opened it (nhật ký xem). Raises DocumentMissing."""
    row = access.access_document(actor, document_id=document_id)
    with transaction.atomic():
        audit.record(actor, verb="documents.opened", subject_kind="document", subject_id=row.id, unit_id=row.unit_id)
        if actor.account_id is not None:
            named = DocumentReader.objects.filter(document=row, account_id=actor.account_id, opened_at=None)
            named.update(opened_at=now)
    return info_of(row)


def list_documents_by_id(actor: Actor, ids: Sequence[UUID]) -> list[DocumentInfo]:
    """Return those of up to 500 documents that this actor may open, in the order of the ids given."""
    wanted = list(ids)[:500]
    found = {one.id: one for one in infos_of(access.visible(actor).filter(pk__in=wanted))}
    return [found[one] for one in wanted if one in found]


def find_by_delivery(delivery_id: UUID) -> DocumentInfo | None:
    """Return the document one delivery made, for correspondence, which passed its own gate."""
    row = Document.objects.filter(delivery_id=delivery_id).first()
    return info_of(row) if row else None


def list_story(actor: Actor, *, document_id: UUID) -> list[StoryLine]:
    """Return what happened to a document, the oldest first, at most 300 lines. Raises DocumentMissing."""
    row = access.access_document(actor, document_id=document_id)
    lines = DocumentEvent.objects.filter(document=row).order_by("-id")[:MOST_EVENTS]
    return [
        StoryLine(one.id, one.at, one.verb, one.who, one.unit_name, one.text, one.facts, one.instruction_id)
        for one in reversed(lines)
    ]


def list_readers(actor: Actor, *, document_id: UUID) -> list[ReaderInfo]:
    """Return who may open a document by name. Raises DocumentMissing."""
    row = access.access_document(actor, document_id=document_id)
    rows = DocumentReader.objects.filter(document=row).order_by("id")[:500]
    return [ReaderInfo(one.account_id, one.name, one.since, one.opened_at) for one in rows]


def require_file(actor: Actor, *, document_id: UUID, file_id: UUID) -> None:
    """Raise DocumentMissing unless this file is one of a document the actor may open.

    A dossier's paper is opened at the dossier alone, where each look is told to whom it is about.
    """
    row = access.access_document(actor, document_id=document_id)
    if row.dossier_id is not None or not row.files.filter(file_id=file_id).exists():
        raise DocumentMissing


def take_file(actor: Actor, *, document_id: UUID, file_id: UUID) -> None:
    """Put on record that this person took a file of a document (nhật ký xem). Raises what `require_file` does."""
    require_file(actor, document_id=document_id, file_id=file_id)
    with transaction.atomic():
        audit.record(
            actor,
            verb="documents.file_opened",
            subject_kind="document",
            subject_id=document_id,
            detail={"file": str(file_id)},
        )
