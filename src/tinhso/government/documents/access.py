"""The gates of documents. Forbidden and missing look the same.

A register belongs to one agency: an ability reaches the actor's own agency and those it took over, never the agencies
below it. The office of a committee keeps the committee's registers (content/documents/books.yaml). A restricted
document is opened by named people alone, whatever their abilities.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import content
from tinhso.government.documents.data import READ, REGISTER
from tinhso.government.documents.errors import DocumentMissing, InstructionMissing
from tinhso.government.documents.models import Document, DocumentReader, Instruction
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.rows import Rows

DOCUMENTS = Rows(Document)


def home(actor: Actor) -> frozenset[UUID]:
    """Return the agencies whose registers are the actor's own: theirs, those it took over, and the one it serves."""
    if actor.unit_id is None:
        return frozenset()
    unit = organisations.get_unit(actor.unit_id)
    found = {unit.id}
    if unit.kind in content.serving_kinds() and unit.parent_id is not None:
        found.add(unit.parent_id)
    return frozenset(found | organisations.predecessors_of(found))


def units_with(actor: Actor, ability: str) -> frozenset[UUID]:
    """Return the agencies in whose registers the actor holds an ability: over the agency they act in, and no other.

    Who stands in for somebody elsewhere keeps the abilities of their own post, but over their own agency alone.
    """
    return home(actor) if actor.is_officer and actor.may(ability, actor.unit_id) else frozenset()


def may(actor: Actor, ability: str, unit_id: UUID) -> bool:
    """Tell whether the actor holds an ability in the registers of an agency."""
    return actor.kind is ActorKind.SYSTEM or unit_id in units_with(actor, ability)


def unit_required(actor: Actor, ability: str, unit_id: UUID) -> None:
    """Raise DocumentMissing unless the actor holds an ability in the registers of an agency."""
    if not may(actor, ability, unit_id):
        raise DocumentMissing


def visible(actor: Actor) -> QuerySet[Document]:
    """Return the documents this actor may open: those of their registers, and those they are named for."""
    rows = Document.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return rows
    if not actor.is_officer or actor.account_id is None:
        return rows.none()
    named = Exists(DocumentReader.objects.filter(document=OuterRef("pk"), account_id=actor.account_id))
    units = sorted(units_with(actor, READ))
    return rows.filter(Q(named) | Q(unit_id__in=units, restricted=False)) if units else rows.filter(named)


def parts_of(actor: Actor) -> list[QuerySet[Document]]:
    """Return the same in parts that are read each in the order of an index of its own."""
    if actor.kind is ActorKind.SYSTEM:
        return [Document.objects.all()]
    if not actor.is_officer or actor.account_id is None:
        return [Document.objects.none()]
    named = Document.objects.filter(readers__account_id=actor.account_id)
    own = [Document.objects.filter(unit_id=unit, restricted=False) for unit in sorted(units_with(actor, READ))]
    return [*own, named]


def may_open(actor: Actor, row: Document) -> bool:
    """Tell whether the actor may open this document; one query at most."""
    if actor.kind is ActorKind.SYSTEM or (not row.restricted and may(actor, READ, row.unit_id)):
        return True
    return (
        actor.is_officer
        and actor.account_id is not None
        and DocumentReader.objects.filter(document=row, account_id=actor.account_id).exists()
    )


def access_document(actor: Actor, *, document_id: UUID, ability: str = "", lock: bool = False) -> Document:
    """Return a document this actor may open, and over whose register they hold `ability`. Raises DocumentMissing.

    What lies before the clerk, not registered yet, is the clerk's even when it is restricted: somebody must name its
    readers.
    """
    found = DOCUMENTS.find("t.id = %s", [document_id], lock=lock)
    if not found:
        raise DocumentMissing
    row = found[0]
    is_at_desk = row.number is None and may(actor, REGISTER, row.unit_id)
    if not (is_at_desk or may_open(actor, row)) or (ability and not may(actor, ability, row.unit_id)):
        raise DocumentMissing
    return row


def access_instruction(actor: Actor, *, instruction_id: UUID, lock: bool = False) -> Instruction:
    """Return an instruction about a document this actor may open. Raises InstructionMissing.

    With `lock` the document is locked before it, as every verb does: what two people do about one document at once
    comes one after the other, and neither writes over what the other did.
    """
    rows = Instruction.objects.filter(pk=instruction_id)
    if lock:
        about = Document.objects.select_for_update().filter(pk__in=rows.values("document_id")).first()
        found = rows.select_for_update().first()
        if found is not None and about is not None:
            found.document = about
    else:
        found = rows.select_related("document").first()
    if found is None or not may_open(actor, found.document):
        raise InstructionMissing
    return found


def names_reader(document_id: UUID, account_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these accounts may open a document by name."""
    rows = DocumentReader.objects.filter(document=document_id, account_id__in=list(account_ids))
    return set(rows.values_list("account_id", flat=True))
