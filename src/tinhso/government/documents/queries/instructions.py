"""Instructions as a tree, what one person has, and documents that nobody has."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.data import OPEN
from tinhso.government.documents.instruction_data import LIVE, InstructionInfo
from tinhso.government.documents.models import Document, Instruction
from tinhso.kernel.actors import Actor

MOST = 500


def list_instructions(actor: Actor, *, document_id: UUID) -> list[InstructionInfo]:
    """Return everything given out about a document, each before its parts, at most 500. Raises DocumentMissing."""
    row = access.access_document(actor, document_id=document_id)
    below: dict[UUID | None, list[InstructionInfo]] = defaultdict(list)
    for one in Instruction.objects.filter(document=row).order_by("id")[:MOST]:
        below[one.parent_id].append(one.to_info())
    found: list[InstructionInfo] = []
    waiting = below[None][::-1]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += below[node.id][::-1]
    return found


def get_instruction(actor: Actor, *, instruction_id: UUID) -> InstructionInfo:
    """Return one instruction about a document the actor may open. Raises InstructionMissing."""
    return access.access_instruction(actor, instruction_id=instruction_id).to_info()


def unowned(document_ids: Sequence[UUID]) -> list[UUID]:
    """Return which of these documents are open and lie before nobody: no instruction to carry out, nothing to do."""
    acting = Instruction.objects.filter(document=OuterRef("pk"), state__in=LIVE).exclude(part=Part.TO_FOLLOW)
    rows = Document.objects.filter(pk__in=list(document_ids), state__in=[one.value for one in OPEN])
    bare = list(rows.exclude(Exists(acting)).order_by("id").values_list("id", flat=True))
    if not bare:
        return []
    pairs = Instruction.objects.filter(document__in=bare, state="returned").values_list("id", "document_id")
    returned = dict(pairs)
    live = work.live_subjects([*bare, *returned])
    owned = {returned.get(one, one) for one in live}
    return [one for one in bare if one not in owned]


def open_ids(*, after: UUID | None, size: int) -> list[UUID]:
    """Return the next open documents of all agencies, by key: what the detector walks through."""
    rows = Document.objects.filter(state__in=[one.value for one in OPEN])
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:size])


def late_ids(now: datetime, *, size: int) -> list[UUID]:
    """Return instructions that are late and have to rise to their next level now, the longest late first."""
    rows = Instruction.objects.filter(rising(now), state__in=LIVE).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:size])


def rising(now: datetime) -> Q:
    """Return what a late instruction is that was put before nobody yet, or before a head long enough ago."""
    return Q(due_at__lte=now, raised_at=None) & (Q(rises_at=None) | Q(rises_at__lte=now))
