"""Copies begun: from a document of one's agency, in one of its forms; the rest of the way is every draft's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.government.documents import public as documents
from tinhso.government.drafting import copies
from tinhso.government.drafting.actions import writing
from tinhso.government.drafting.data import WRITE, Content, DraftInfo
from tinhso.government.drafting.errors import BadDraft, DraftMissing
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules.content import from_json
from tinhso.kernel.actors import Actor


@transaction.atomic
def start_copy(actor: Actor, *, kind: str, source_id: UUID, recipients: Sequence[str] = (), now: datetime) -> DraftInfo:
    """Begin a copy of a registered or issued document (sao văn bản, Điều 25): `kind` is sao_y, sao_luc or trich_sao.

    It is submitted, signed by who has the right to (Điều 27), numbered in the register of copies, and bears the
    agency's signature. Raises DocumentMissing for a document this actor may not open, DraftMissing for who drafts
    nothing at its agency, NotToCopy for one that is not in force, restricted, or without pages that can be read,
    BadDraft for a form it is not copied in.
    """
    source = documents.get_document(actor, source_id)
    if not documents.may(actor, WRITE, source.unit_id):
        raise DraftMissing
    copies.require_copyable(source)
    copies.require_form(source, kind)
    content = Content(
        subject=copies.subject_of(source, kind),
        body=_words_of(source) if kind == copies.EXCERPT else "",
        recipients=tuple(recipients),
        archive="VT",
    )
    return writing.begin(actor, kind=kind, unit_id=source.unit_id, content=content, copies_id=source.id, now=now)


def _words_of(source: documents.DocumentInfo) -> str:
    """Return the words of a document that was drafted here, to be cut down to the part that is copied."""
    made = Draft.objects.filter(document_id=source.id).first()
    row = made.version_rows.filter(number=made.head).first() if made else None
    return from_json(row.content).body if row else ""


def require_ready(draft: Draft) -> None:
    """Raise BadDraft for an extract without words, NotToCopy when the original is no longer to be copied."""
    if draft.copies_id is None:
        return
    copies.require_copyable(copies.source_of(draft))
    content = from_json(draft.version_rows.get(number=draft.head).content)
    if draft.kind == copies.EXCERPT and not content.body.strip():
        sentence = _("Ghi phần nội dung được trích rồi trình.")
        raise BadDraft(sentence, fields={"noi_dung": sentence, "all": sentence})
