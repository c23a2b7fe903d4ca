"""Reads for exchange with systems outside: the facts of a dossier at one version, without the answers of its form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.government.dossiers.data import Delivery, DossierInfo, PaperInfo, Status, SupplementInfo
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import Dossier, DossierPaper, Supplement, TimelineEvent
from tinhso.government.dossiers.queries.editions import editions_of
from tinhso.government.dossiers.rules.timeline import PUBLIC, SENTENCES, sentence
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Unavailable

TRIES: Final = 5
MAX_BRIEFS: Final = 1000


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One thing that happened, in the order of its id; `undoes` names the line it takes back."""

    id: UUID
    at: datetime
    verb: str
    sentence: str
    who: str
    unit_name: str
    task: str
    planned_at: datetime | None
    is_public: bool
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExchangeFacts:
    """A dossier as another authority may be told of it: everything is of one and the same `info.version`.

    `person_id` is the applicant's account, for the record of who was told; the answers of the form stay here.
    """

    info: DossierInfo
    field_code: str
    field_name: str
    delivery: Delivery
    received_by: str
    person_id: UUID | None
    papers: tuple[PaperInfo, ...]
    supplements: tuple[SupplementInfo, ...]
    fees: tuple[procedures.FeeLine, ...]
    result_name: str
    result_token: str
    lines: tuple[ExchangeLine, ...]


@dataclass(frozen=True, slots=True)
class ExchangeBrief:
    """What is compared with another system: state and dates."""

    id: UUID
    code: str
    procedure_code: str
    status: Status
    received_at: datetime | None
    promised_at: datetime | None
    finished_at: datetime | None
    handed_over_at: datetime | None


def exchange_facts(actor: Actor, *, dossier_id: UUID) -> ExchangeFacts:
    """Return what is told of a dossier, all of one version. For the system itself: who is told is on record elsewhere.

    Raises DossierNotFound for everybody else and for no dossier, Unavailable when it changes faster than it is read.
    """
    found = exchange_facts_of(actor, ids=[dossier_id])
    if not found:
        raise DossierNotFound
    return found[dossier_id]


def exchange_facts_of(actor: Actor, *, ids: Sequence[UUID]) -> dict[UUID, ExchangeFacts]:
    """Return what is told of each of at most 1000 dossiers, by id; five queries while none of them changes meanwhile.

    Ids of no dossier are left out. Promises and refuses what `exchange_facts` does.
    """
    _require_system(actor)
    found: dict[UUID, ExchangeFacts] = {}
    left = set(list(ids)[:MAX_BRIEFS])
    for _ in range(TRIES):
        rows = list(Dossier.objects.defer("search", "search_words").filter(pk__in=left))
        facts = _facts(rows)
        standing = dict(Dossier.objects.filter(pk__in=list(facts)).values_list("id", "version"))
        found |= {row.id: facts[row.id] for row in rows if standing.get(row.id) == row.version}
        left = set(facts) - set(found)
        if not left:
            return found
    raise Unavailable


def _facts(rows: Sequence[Dossier]) -> dict[UUID, ExchangeFacts]:
    keys = [row.id for row in rows]
    papers, supplements, lines = (_by_dossier(found) for found in _parts(keys))
    editions = editions_of(rows)
    return {
        row.id: _told(
            row,
            editions[row.id],
            papers=tuple(one.to_info() for one in papers.get(row.id, ())),
            supplements=tuple(one.to_info() for one in supplements.get(row.id, ())),
            lines=tuple(_line(one) for one in lines.get(row.id, ())),
        )
        for row in rows
    }


def _parts(keys: Sequence[UUID]) -> tuple[Iterable[Any], ...]:
    return (
        DossierPaper.objects.filter(dossier_id__in=keys, withdrawn_at=None).order_by("id"),
        Supplement.objects.filter(dossier_id__in=keys, undone_at=None).order_by("ordinal"),
        TimelineEvent.objects.filter(dossier_id__in=keys).order_by("id"),
    )


def _by_dossier(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.dossier_id, []).append(row)
    return found


def _told(
    dossier: Dossier,
    version: procedures.ProcedureVersion,
    *,
    papers: tuple[PaperInfo, ...],
    supplements: tuple[SupplementInfo, ...],
    lines: tuple[ExchangeLine, ...],
) -> ExchangeFacts:
    return ExchangeFacts(
        info=dossier.to_info(),
        field_code=dossier.field_code,
        field_name=version.info.field_name,
        delivery=Delivery(dossier.delivery),
        received_by=dossier.received_by,
        person_id=dossier.applicant_account_id,
        papers=papers,
        supplements=supplements,
        fees=_fees(dossier, version),
        result_name=version.results[0].name if dossier.result_id and version.results else "",
        result_token=dossier.result_token if dossier.result_id else "",
        lines=lines,
    )


def _fees(dossier: Dossier, version: procedures.ProcedureVersion) -> tuple[procedures.FeeLine, ...]:
    channel = "counter" if dossier.channel == "counter" else "online"
    return tuple(procedures.fee_for(version, dossier.case, channel, data=dossier.data))


def _line(event: TimelineEvent) -> ExchangeLine:
    return ExchangeLine(
        id=event.id,
        at=event.at,
        verb=event.verb,
        sentence=_words(event.verb, event.facts),
        who=event.who,
        unit_name=event.unit_name,
        task=event.task,
        planned_at=event.planned_at,
        is_public=event.verb in PUBLIC,
        undoes=UUID(event.facts["event"]) if event.facts.get("event") else None,
    )


def _words(verb: str, facts: Mapping[str, Any]) -> str:
    return sentence(verb, facts) if verb in SENTENCES else verb


def exchange_briefs(
    actor: Actor, *, after: UUID | None = None, codes: Sequence[str] | None = None, size: int = MAX_BRIEFS
) -> list[ExchangeBrief]:
    """Return up to 1000 dossiers in the order of their ids after one of them, or those with the codes named."""
    _require_system(actor)
    rows = Dossier.objects.order_by("id")
    if codes is not None:
        rows = rows.filter(code__in=list(codes)[:MAX_BRIEFS])
    elif after is not None:
        rows = rows.filter(id__gt=after)
    found = rows.values_list(
        "id", "code", "procedure_code", "status", "received_at", "promised_at", "finished_at", "handed_over_at"
    )[: max(1, min(size, MAX_BRIEFS))]
    return [ExchangeBrief(*row[:3], Status(row[3]), *row[4:]) for row in found]


def _require_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise DossierNotFound
