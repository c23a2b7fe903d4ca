"""Reads of transfers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tinhso.government.dossiers import public as dossiers
from tinhso.government.transfers import access
from tinhso.government.transfers.data import HAND, LineInfo, LineState, TransferInfo
from tinhso.government.transfers.errors import TransferMissing
from tinhso.government.transfers.models import PaperLine, PaperTransfer
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

MAX_WAITING: Final = 300


@dataclass(frozen=True, slots=True)
class Bundle:
    """What waits at one desk for one unit, the oldest first."""

    from_unit_name: str
    to_unit_id: UUID
    to_unit_name: str
    lines: tuple[LineInfo, ...]


def list_waiting(actor: Actor) -> list[Bundle]:
    """Return what waits to be sent from the actor's desks, by where it goes; at most 300 dossiers. One query."""
    scope = actor.scope(HAND)
    rows = PaperLine.objects.filter(state=LineState.WAITING)
    if not scope.everywhere:
        rows = rows.filter(from_unit_id__in=sorted(scope.units))
    found: dict[tuple[UUID, UUID], list[LineInfo]] = {}
    for line in rows.order_by("id")[:MAX_WAITING]:
        found.setdefault((line.from_unit_id, line.to_unit_id), []).append(line.to_info())
    _note(actor, [line for group in found.values() for line in group])
    return [
        Bundle(group[0].from_unit_name, to_unit, group[0].to_unit_name, tuple(group))
        for (_from_unit, to_unit), group in found.items()
    ]


def list_transfers(actor: Actor, *, incoming: bool, cursor: str = "", size: int | None = None) -> Page[TransferInfo]:
    """Return the slips that come to the actor's units, or went out from them, the newest first. One query."""
    scope = actor.scope(HAND)
    rows = access.slips(actor)
    if not scope.everywhere:
        side = "to_unit_id__in" if incoming else "from_unit_id__in"
        rows = rows.filter(**{side: sorted(scope.units)})
    return page_by_key(rows, PaperTransfer.to_info, cursor=cursor, size=size)


def get_transfer(actor: Actor, *, transfer_id: UUID) -> tuple[TransferInfo, list[LineInfo]]:
    """Return a slip and the papers on it, in order, those too that were taken back since. Raises TransferMissing."""
    slip = access.access_transfer(actor, transfer_id=transfer_id)
    lines = [line.to_info() for line in slip.lines.all()]
    lines += [line.to_info() for line in slip.struck.select_related("line")]
    lines.sort(key=lambda line: line.code)
    _note(actor, lines)
    return slip.to_info(), lines


def find_transfer(actor: Actor, *, number: str) -> TransferInfo | None:
    """Return the slip with this number, as typed or scanned, when it is one of the actor's units."""
    found = access.slips(actor).filter(number=number.strip().upper()[:60]).first()
    return found.to_info() if found else None


def get_line(actor: Actor, *, line_id: UUID) -> LineInfo:
    """Return one line. Raises TransferMissing."""
    found = access.lines(actor).filter(pk=line_id).first()
    if found is None:
        raise TransferMissing
    _note(actor, [found.to_info()])
    return found.to_info()


def _note(actor: Actor, lines: Iterable[LineInfo]) -> None:
    """Put on record whose names were shown, as every list of dossiers does."""
    dossiers.note_names_shown(actor, dossier_ids=[line.dossier_id for line in lines], place="list")


def paper_of(actor: Actor, *, dossier_id: UUID) -> LineInfo | None:
    """Return where the paper of a dossier is, for whoever handles paper at either unit; None for one that stays."""
    found = access.lines(actor).filter(dossier_id=dossier_id).order_by("-id").first()
    return found.to_info() if found else None
