"""Reads of disposals, holds, stubs, standing decisions and exports."""

from typing import Final
from uuid import UUID

from tinhso.government.retention.access import EXPORT, HOLD, SEE, STANDING, access_disposal, in_scope
from tinhso.government.retention.data import DisposalInfo, ExportInfo, HoldInfo, LineInfo, StandingInfo, StubInfo
from tinhso.government.retention.errors import DisposalNotFound, ExportNotFound, HoldNotFound, StandingNotFound
from tinhso.government.retention.models import (
    CleaningRun,
    Disposal,
    DisposalStub,
    PersonExport,
    RetentionHold,
    StandingDecision,
)
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

SIZE: Final = 20
MAX_STANDING: Final = 50


def get_disposal(actor: Actor, *, disposal_id: UUID) -> DisposalInfo:
    """Return one disposal. Raises DisposalNotFound."""
    return access_disposal(actor, disposal_id=disposal_id).to_info()


def list_disposals(actor: Actor, *, cursor: str = "", size: int = SIZE) -> Page[DisposalInfo]:
    """Return the disposals of the officer's units, newest first. Raises DisposalNotFound to a stranger, BadCursor."""
    condition = in_scope(actor, SEE)
    if condition is None:
        raise DisposalNotFound
    rows = Disposal.objects.filter(condition).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_id_in(cursor))
    size = bounded(size)
    found = list(rows[: size + 1])
    more = encode_cursor(str(found[size - 1].id)) if len(found) > size else ""
    return Page(tuple(one.to_info() for one in found[:size]), more)


def list_lines(actor: Actor, *, disposal_id: UUID, cursor: str = "", size: int = 100) -> Page[LineInfo]:
    """Return the lines of one disposal in their order. Raises DisposalNotFound, BadCursor."""
    disposal = access_disposal(actor, disposal_id=disposal_id)
    after = 0
    if cursor:
        (after,) = decode_cursor(cursor, length=1)
        if type(after) is not int or not 0 <= after < 2**31:
            raise BadCursor
    size = bounded(size, default=100)
    found = list(disposal.lines.filter(ordinal__gt=after).order_by("ordinal")[: size + 1])
    more = encode_cursor(found[size - 1].ordinal) if len(found) > size else ""
    return Page(tuple(one.to_info() for one in found[:size]), more)


def count_lines(actor: Actor, *, disposal_id: UUID) -> dict[str, int]:
    """Return how many lines of a disposal are in each state; bounded by the size of a list. Raises DisposalNotFound."""
    disposal = access_disposal(actor, disposal_id=disposal_id)
    counts: dict[str, int] = {}
    for state in disposal.lines.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def find_stub(dossier_id: UUID) -> StubInfo | None:
    """Return what stays of a destroyed dossier, None for any other. No gate: it names no person."""
    found = DisposalStub.objects.select_related("disposal").filter(pk=dossier_id).first()
    return found.to_info() if found else None


def list_holds(actor: Actor, *, cursor: str = "", size: int = SIZE) -> Page[HoldInfo]:
    """Return the holds of the officer's units, newest first. Raises HoldNotFound to a stranger, BadCursor."""
    condition = in_scope(actor, HOLD)
    if condition is None:
        raise HoldNotFound
    rows = RetentionHold.objects.filter(condition).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_id_in(cursor))
    size = bounded(size)
    found = list(rows[: size + 1])
    more = encode_cursor(str(found[size - 1].id)) if len(found) > size else ""
    return Page(tuple(one.to_info() for one in found[:size]), more)


def list_standing(actor: Actor) -> list[StandingInfo]:
    """Return the standing decisions, newest first, at most 50. Raises StandingNotFound to a stranger."""
    _standing_gate(actor)
    return [one.to_info() for one in StandingDecision.objects.order_by("-id")[:MAX_STANDING]]


def get_standing(actor: Actor, *, standing_id: UUID) -> StandingInfo:
    """Return one standing decision. Raises StandingNotFound."""
    _standing_gate(actor)
    found = StandingDecision.objects.filter(pk=standing_id).first()
    if found is None:
        raise StandingNotFound
    return found.to_info()


def list_runs(actor: Actor) -> list[tuple[str, int, object]]:
    """Return the last 30 cleanings: kind, how many, when. Raises StandingNotFound to a stranger."""
    _standing_gate(actor)
    return list(CleaningRun.objects.order_by("-at").values_list("kind", "count", "at")[:30])


def _standing_gate(actor: Actor) -> None:
    if not actor.is_officer or not (actor.may(STANDING) or actor.may(SEE)):
        raise StandingNotFound


def list_exports(actor: Actor) -> list[ExportInfo]:
    """Return the exports this account asked for, newest first, at most 20. Raises ExportNotFound to a stranger."""
    if actor.account_id is None or actor.behalf is not None or not (actor.is_applicant or actor.may(EXPORT)):
        raise ExportNotFound
    rows = PersonExport.objects.filter(asked_by_id=actor.account_id).order_by("-id")[:SIZE]
    return [one.to_info() for one in rows]


def _id_in(cursor: str) -> UUID:
    (text,) = decode_cursor(cursor, length=1)
    try:
        return UUID(str(text))
    except ValueError:
        raise BadCursor from None
