"""What several verbs write: the row, its files, its readers, its story, its place in the inbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.government.documents import access
from tinhso.government.documents.data import (
    MAX_FILES,
    MAX_READERS,
    MAX_RECIPIENTS,
    FileRole,
    NewFile,
    Recipient,
)
from tinhso.government.documents.errors import BadDocument
from tinhso.government.documents.models import Document, DocumentEvent, DocumentFile, DocumentReader, Instruction
from tinhso.government.documents.rules.words import words_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.kernel.rows import Rows, insert_together
from tinhso.kernel.text import clean_block

_FILES: Final = Rows(DocumentFile)
_STORY: Final = Rows(DocumentEvent)


def file_infos(wanted: Sequence[NewFile]) -> list[tuple[NewFile, files.FileInfo]]:
    """Return the kept files to attach, in order. Raises BadDocument for too many or one that is not there."""
    if len(wanted) > MAX_FILES:
        words = _("Mỗi văn bản đính kèm tối đa %(n)s tệp. Gộp bớt tệp rồi làm lại.") % {"n": MAX_FILES}
        raise BadDocument(words, fields={"tep": words})
    known = {one.id: one for one in files.list_infos([new.file_id for new in wanted])} if wanted else {}
    missing = [new for new in wanted if new.file_id not in known or known[new.file_id].is_unsafe]
    if missing or len({new.file_id for new in wanted}) != len(wanted):
        words = _("Có tệp không còn trong kho hoặc chọn hai lần. Tải lại tệp rồi làm lại.")
        raise BadDocument(words, fields={"tep": words})
    return [(new, known[new.file_id]) for new in wanted]


def write_files(document: Document, found: Iterable[tuple[NewFile, files.FileInfo]], *, start: int = 0) -> None:
    """Attach files in order. Their text is read afterwards, by a loop."""
    _FILES.insert(*_file_rows(document, found, start=start))


def write_new(
    actor: Actor,
    document: Document,
    found: Iterable[tuple[NewFile, files.FileInfo]],
    *,
    verb: str,
    text: str = "",
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    """Write a new document, its files and the first line of its story, in two statements however many files."""
    access.DOCUMENTS.insert(document)  # alone: psycopg parses a statement of more than fifty values anew each time
    insert_together(
        (_FILES, _file_rows(document, found)),
        (_STORY, [_line(actor, document, verb, text=text, facts=facts, instruction=None, now=now)]),
    )


def _file_rows(
    document: Document, found: Iterable[tuple[NewFile, files.FileInfo]], *, start: int = 0
) -> list[DocumentFile]:
    return [
        DocumentFile(
            document_id=document.id,
            file_id=info.id,
            name=info.name[:255],
            sha256=info.sha256,
            media_type=info.media_type,
            role=FileRole(new.role),
            position=place,
            pages=info.pages,
            text_state="none" if document.restricted else "waiting",
        )
        for place, (new, info) in enumerate(found, start=start)
    ]


def write_readers(document: Document, account_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let these officers open a document by name. Naming one twice changes nothing. Raises BadDocument for others."""
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        return
    accounts = identity.list_accounts(wanted[:MAX_READERS])
    officers = {one: info for one, info in accounts.items() if info.officer_id is not None}
    if len(officers) != len(wanted):
        words = _("Chọn tối đa %(n)s người xem, đều là cán bộ có tài khoản.") % {"n": MAX_READERS}
        raise BadDocument(words, fields={"nguoi_xem": words})
    DocumentReader.objects.bulk_create(
        [
            DocumentReader(document=document, account_id=one, name=info.name, since=now)
            for one, info in officers.items()
        ],
        ignore_conflicts=True,
    )


def words_for(document: Document) -> str:
    """Return the words by which a document is found; none for a restricted one."""
    if document.restricted:
        return ""
    return words_of(
        document.code,
        document.code.replace("/", "").replace("-", ""),
        str(document.number or ""),
        document.kind_title,
        document.subject,
        document.issuer_name,
        document.signer_name,
        document.description,
        f"{document.issued_on:%d/%m/%Y}",
    )


def recipients_json(recipients: Sequence[Recipient]) -> list[dict[str, Any]]:
    """Return recipients as they are kept, each once. Raises BadDocument for too many or one without a name."""
    rows = [{**asdict(one), "unit_id": str(one.unit_id) if one.unit_id else None} for one in recipients]
    for row in rows:
        row["name"] = str(row["name"]).strip()[:200]
        row["code"] = str(row["code"]).strip()[:35]
    unique = list({(row["unit_id"], row["name"]): row for row in rows}.values())
    if len(unique) > MAX_RECIPIENTS or not all(row["name"] for row in unique):
        words = _("Ghi tên từng nơi nhận, tối đa %(n)s nơi.") % {"n": MAX_RECIPIENTS}
        raise BadDocument(words, fields={"noi_nhan": words})
    return unique


def tell(
    actor: Actor,
    document: Document,
    verb: str,
    *,
    now: datetime,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
    instruction: Instruction | None = None,
) -> None:
    """Write a line of the document's story."""
    _STORY.insert(_line(actor, document, verb, text=text, facts=facts or {}, instruction=instruction, now=now))


def _line(
    actor: Actor,
    document: Document,
    verb: str,
    *,
    text: str,
    facts: Mapping[str, Any],
    instruction: Instruction | None,
    now: datetime,
) -> DocumentEvent:
    return DocumentEvent(
        id=uuid7(),
        document_id=document.id,
        at=now,
        verb=verb,
        account_id=actor.account_id,
        who=actor.name,
        unit_name=actor.unit_name,
        instruction_id=instruction.id if instruction else None,
        text=clean_block(text)[:2000],
        facts=dict(facts),
    )


def record(actor: Actor, document: Document, verb: str, **detail: Any) -> None:
    """Write the audit entry. A restricted document stands there by its id alone: not even its number."""
    shown = {} if document.restricted else {"code": document.code, "number": document.number}
    audit.record(
        actor,
        verb=f"documents.{verb}",
        subject_kind="document",
        subject_id=document.id,
        unit_id=document.unit_id,
        detail={**shown, **detail},
    )
