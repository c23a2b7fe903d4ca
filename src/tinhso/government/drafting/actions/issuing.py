"""From the signature to the register: number and date filled in, sealed, issued to its recipients, in one act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import public as documents
from tinhso.government.drafting import access, copies, seals
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions.copying import require_ready
from tinhso.government.drafting.data import DraftInfo, Status
from tinhso.government.drafting.errors import BadDraft, DraftMissing
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules.content import from_json
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day


@transaction.atomic
def issue(
    actor: Actor,
    *,
    draft_id: UUID,
    recipients: Sequence[documents.Recipient],
    restricted_to: Sequence[UUID] = (),
    no_secret: bool = False,
    warning_reason: str = "",
    now: datetime,
) -> DraftInfo:
    """Give a signed draft its number and day, seal it, put it into its register and send it out (phát hành).

    The number is the register's next; it is filled into the place left before the signature, the agency's seal covers
    both, and `documents.issue` takes the sealed file. If anything fails, the number goes back and nothing has happened.
    `restricted_to` names who alone may open it there. Raises DraftMissing unless the actor issues for the unit,
    BadDraft without recipients, and what `documents` and `signing` refuse.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    if not access.may_issue(actor, draft):
        raise DraftMissing
    _write.require(draft, Status.SIGNED)
    require_ready(draft)
    if not recipients:
        sentence = _("Chọn ít nhất một nơi nhận.")
        raise BadDraft(sentence, fields={"noi_nhan": sentence})
    kept_back = documents.reserve_number(
        actor, unit_id=draft.unit_id, kind=draft.kind, purpose=_write.shown(draft)[:200], now=now
    )
    outgoing = _outgoing(draft, recipients, restricted_to, no_secret=no_secret, warning_reason=warning_reason)
    sealed = _sealed(actor, draft, outgoing, number=kept_back.number, now=now)
    document = documents.issue(
        actor,
        outgoing=_with_file(outgoing, number=kept_back.number, file_id=sealed),
        now=now,
    )
    draft.status, draft.document_id, draft.document_code = Status.ISSUED, document.id, document.code
    _write.close_work(actor, draft, now=now)
    _write.record(actor, draft, "issued", document=document.id, code=document.code, recipients=len(recipients))
    return _write.touched(draft, "status", "document_id", "document_code", now=now)


def _sealed(actor: Actor, draft: Draft, outgoing: documents.Outgoing, *, number: int, now: datetime) -> UUID:
    given = draft.signatures.get(voided_at=None)
    pdf = files.read_bytes(given.file_id)
    code = documents.next_code_of(outgoing, number=number, now=now)
    unit = organisations.get_unit(draft.unit_id)
    pdf = seals.numbered(pdf, number=f"{number:02d}", code=code, on=local_day(now))
    mark = copies.mark_of(draft) if draft.copies_id else ()
    sealed = seals.seal(unit, pdf, location=unit.place, mark=mark, now=now)
    return files.keep_made(sealed, name=f"{code.replace('/', '-')}.pdf", actor=actor, now=now).id


def _outgoing(
    draft: Draft,
    recipients: Sequence[documents.Recipient],
    restricted_to: Sequence[UUID],
    *,
    no_secret: bool,
    warning_reason: str,
) -> documents.Outgoing:
    content = from_json(draft.version_rows.get(number=draft.head).content)
    return documents.Outgoing(
        unit_id=draft.unit_id,
        kind=draft.kind,
        subject=draft.subject,
        files=(),
        recipients=tuple(recipients),
        signer=documents.Signer(draft.signer_name, draft.signer_title, draft.competence),
        symbol_tail=draft.symbol_tail,
        answers_id=draft.answers_id,
        replaces_id=draft.replaces_id,
        urgency=documents.Urgency(content.urgency),
        restricted=bool(restricted_to),
        reader_ids=tuple(restricted_to) or access.writers_of(draft),
        kept_by=content.archive[:50],
        description=copies.note_of(copies.source_of(draft)) if draft.copies_id else "",
        draft_id=draft.id,
        no_secret=no_secret,
        warning_reason=warning_reason,
    )


def _with_file(outgoing: documents.Outgoing, *, number: int, file_id: UUID) -> documents.Outgoing:
    return replace(outgoing, number=number, files=(documents.NewFile(file_id),))
