"""What is past its term at one agency: read from the dossiers themselves, by the terms as they stand today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.access import SEE, agency_here
from tinhso.government.retention.content import Term, terms_that_end
from tinhso.government.retention.data import DueLine, LineState
from tinhso.government.retention.models import DisposalLine
from tinhso.government.retention.rules import closed_before, due_on
from tinhso.government.retention.ties import reasons
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

SIZE: Final = 50


def list_due(actor: Actor, *, term_code: str = "", cursor: str = "", size: int = SIZE, now: datetime) -> Page[DueLine]:
    """Return the dossiers of the officer's agency that are past their term, oldest first, each with what ties it.

    Only of `term_code` when one is given. Those on a list already, or never due (for ever, unsure, no term), are no
    part; so a page may be short of `size`. Raises DisposalNotFound to a stranger, BadCursor.
    """
    agency = agency_here(actor, SEE)
    terms = {code: term for code, term in terms_that_end().items() if term_code in ("", term.code)}
    size = bounded(size)
    found = dossiers.list_ended(units=[agency.id], before=_bounds(terms, now), after=_after(cursor), size=size + 1)
    page = found[:size]
    more = encode_cursor(*_key_of(page[-1])) if len(found) > size else ""
    return Page(tuple(due_lines(page, now=now)), more)


def due_lines(found: Sequence[dossiers.EndedDossier], *, now: datetime) -> list[DueLine]:
    """Return those whose term is really over and that are on no list, with what ties each."""
    terms = terms_that_end()
    listed = set(
        DisposalLine.objects.filter(dossier_id__in=[one.id for one in found], state=LineState.LISTED.value).values_list(
            "dossier_id", flat=True
        )
    )
    over = [
        _line(one, terms[one.procedure_code])
        for one in found
        if one.id not in listed and one.disposed_at is None and one.procedure_code in terms
    ]
    lines = [line for line in over if line.due_on <= local_day(now)]
    wanted = {line.dossier_id for line in lines}
    tied = reasons({one.id: one for one in found if one.id in wanted}, now=now)
    return [_tied(line, tied.get(line.dossier_id, "")) for line in lines]


def _line(one: dossiers.EndedDossier, term: Term) -> DueLine:
    closed_on, years = local_day(one.closed_at), term.years or 0
    return DueLine(
        dossier_id=one.id,
        code=one.code,
        procedure_code=one.procedure_code,
        procedure_name=one.procedure_name,
        unit_id=one.unit_id,
        unit_name=one.unit_name,
        closed_on=closed_on,
        term_code=term.code,
        term_title=term.title,
        years=years,
        due_on=due_on(closed_on, years),
    )


def _tied(line: DueLine, reason: str) -> DueLine:
    return replace(line, reason=reason) if reason else line


def _bounds(terms: dict[str, Term], now: datetime) -> dict[str, datetime]:
    today = local_day(now)
    return {code: closed_before(today, term.years or 0) for code, term in terms.items()}


def _key_of(one: dossiers.EndedDossier) -> tuple[str, str]:
    return one.ended_at.isoformat(), str(one.id)


def _after(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    moment, key = decode_cursor(cursor, length=2)
    try:
        parsed, found = datetime.fromisoformat(str(moment)), UUID(str(key))
    except ValueError:
        raise BadCursor from None
    if parsed.tzinfo is None:
        raise BadCursor
    return parsed, found
