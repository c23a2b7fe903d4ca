"""Papers into a file and out of it: by hand, and by the rules of the list."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.government.casefiles import access, rules
from tinhso.government.casefiles.actions._write import tell
from tinhso.government.casefiles.data import MAX_ITEMS, FileState
from tinhso.government.casefiles.errors import BadFile, FileMissing, FileMoved, NothingToAdd
from tinhso.government.casefiles.models import CaseFile, CaseFileItem
from tinhso.government.documents import public as documents
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day


@transaction.atomic
def add_documents(
    actor: Actor, *, file_id: UUID, document_ids: Sequence[UUID], now: datetime, by_rule: bool = False
) -> int:
    """Put documents this actor may open into an open file; those in it already are passed over. Return how many came.

    A document may stand in many files. Raises FileMoved, NothingToAdd, BadFile when the file is full.
    """
    row = _open_one(actor, file_id)
    found = documents.list_documents_by_id(actor, list(dict.fromkeys(document_ids))[:500])
    here = set(row.items.filter(removed_at=None, document_id__isnull=False).values_list("document_id", flat=True))
    fresh = [one for one in found if one.id not in here]
    if not fresh:
        raise NothingToAdd
    _require_room(row, len(fresh))
    made = [_item(actor, row, one, by_rule=by_rule, now=now) for one in fresh]
    _insert(made)
    _recount(row)
    tell(actor, row, "gathered", _("%(n)d văn bản") % {"n": len(made)}, now=now, count=len(made), rule=by_rule)
    return len(made)


@transaction.atomic
def add_dossier(actor: Actor, *, file_id: UUID, code: str, now: datetime, by_rule: bool = False) -> None:
    """Put a dossier this actor may see into an open file, by its code. Raises FileMoved, NothingToAdd, BadFile."""
    row = _open_one(actor, file_id)
    kept = dossiers.find_kept(code)
    if kept is None or kept.disposed_at is not None or not dossiers.may_see(actor, dossier_id=kept.id):
        raise BadFile(fields={"ma": _("Không có hồ sơ thủ tục mang mã này. Kiểm tra lại mã.")})
    if row.items.filter(removed_at=None, dossier_id=kept.id).exists():
        raise NothingToAdd
    _require_room(row, 1)
    info = dossiers.infos_of(SYSTEM, ids=[kept.id])[kept.id]
    received = info.received_at or info.submitted_at
    item = CaseFileItem(
        file=row,
        dossier_id=kept.id,
        code=kept.code[:60],
        issued_on=local_day(received) if received else None,
        kind_title=_("Hồ sơ thủ tục hành chính"),
        subject=info.procedure_name[:500],
        organ=info.unit_name[:200],
        by_rule=by_rule,
        added_by=actor.name,
        added_at=now,
    )
    _insert([item])
    _recount(row)
    tell(actor, row, "gathered", _("1 hồ sơ thủ tục"), now=now, count=1, rule=by_rule)


@transaction.atomic
def remove_item(actor: Actor, *, file_id: UUID, item_id: UUID, reason: str, now: datetime) -> None:
    """Take a paper out of an open file, with a reason; it stays on record. Raises FileMoved, ReasonNeeded."""
    row = _open_one(actor, file_id)
    said = access.require_reason(reason, f"ly_do_{item_id}")
    gone = row.items.filter(pk=item_id, removed_at=None).update(
        removed_at=now, removed_by=actor.name, removed_reason=said
    )
    if not gone:
        raise FileMissing
    _recount(row)
    tell(actor, row, "removed", said, now=now, item=str(item_id))


@transaction.atomic
def note_item(actor: Actor, *, file_id: UUID, item_id: UUID, note: str, pages: int, now: datetime) -> None:
    """Write the remark and the number of pages of a paper in an open file. Raises FileMoved, FileMissing."""
    row = _open_one(actor, file_id)
    changed = row.items.filter(pk=item_id, removed_at=None).update(
        note=note.strip()[:300], pages=max(0, min(pages, 9999))
    )
    if not changed:
        raise FileMissing
    _recount(row)
    tell(actor, row, "noted", now=now, item=str(item_id))


def gather_document(document_id: UUID, *, now: datetime) -> int:
    """Put a document into every open file of its agency whose list's rule takes it; a restricted one into none.

    Of files of the year of `now` alone. Idempotent. Whoever took it out by hand is not overruled.
    """
    found = documents.list_documents_by_id(SYSTEM, [document_id])
    if not found or found[0].restricted:
        return 0
    info = found[0]
    thing = rules.Thing(kind=info.kind, subject=info.subject, direction=info.direction.value)
    done = 0
    for row in _ruled(info.unit_id, thing, now):
        if not row.items.filter(document_id=document_id).exists():
            with _passed_over():
                done += add_documents(SYSTEM, file_id=row.id, document_ids=[document_id], now=now, by_rule=True)
    return done


def gather_dossier(dossier_id: UUID, *, now: datetime) -> int:
    """Put an ended dossier into every open file of its agency whose list's rule takes its procedure. Idempotent."""
    info = dossiers.infos_of(SYSTEM, ids=[dossier_id]).get(dossier_id)
    if info is None or not info.code:
        return 0
    done = 0
    for row in _ruled(info.unit_id, rules.Thing(procedure=info.procedure_code), now):
        if not row.items.filter(dossier_id=dossier_id).exists():
            with _passed_over():
                add_dossier(SYSTEM, file_id=row.id, code=info.code, now=now, by_rule=True)
                done += 1
    return done


def _ruled(unit_id: UUID, thing: rules.Thing, now: datetime) -> Iterable[CaseFile]:
    """Yield the files of this year that take a thing: a copied list has last year's rules, whose files may be open."""
    rows = CaseFile.objects.filter(unit_id=unit_id, state=FileState.OPEN, year=local_day(now).year)
    rows = rows.filter(entry__isnull=False).select_related("entry")
    for row in rows.exclude(entry__rule={}).order_by("id"):
        if row.entry is not None and rules.gathers(row.entry.to_rule(), thing):
            yield row


class _passed_over:  # noqa: N801 - a context
    """Passes over a file that was closed or filled meanwhile: a rule asks again for nobody."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> bool:
        return kind is not None and issubclass(kind, FileMoved | NothingToAdd | BadFile)


def _open_one(actor: Actor, file_id: UUID) -> CaseFile:
    row = access.access_file(actor, file_id=file_id, change=True)
    if row.state != FileState.OPEN:
        raise FileMoved
    return row


def _require_room(row: CaseFile, more: int) -> None:
    if row.items.filter(removed_at=None).count() + more > MAX_ITEMS:
        raise BadFile(_("Hồ sơ đã đủ %(n)d tài liệu. Mở tập tiếp theo của hồ sơ.") % {"n": MAX_ITEMS})


def _item(actor: Actor, row: CaseFile, info: documents.DocumentInfo, *, by_rule: bool, now: datetime) -> CaseFileItem:
    told = not info.restricted
    return CaseFileItem(
        file=row,
        document_id=info.id,
        code=info.code if told else "",
        issued_on=info.issued_on,
        kind_title=info.kind_title,
        subject=info.subject if told else "",
        organ=info.issuer_name if told else "",
        pages=info.pages or sum(one.pages for one in info.files),
        is_restricted=info.restricted,
        by_rule=by_rule,
        added_by=actor.name,
        added_at=now,
    )


def _insert(items: Sequence[CaseFileItem]) -> None:
    try:
        with transaction.atomic():
            CaseFileItem.objects.bulk_create(items)
    except IntegrityError:
        raise NothingToAdd from None


def _recount(row: CaseFile) -> None:
    row.documents = row.items.filter(removed_at=None).count()
    row.version += 1
    row.save(update_fields=["documents", "version"])
