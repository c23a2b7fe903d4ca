"""Reads of many dossiers at once, for what other rooms do with every dossier that moves: a few queries for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.government.dossiers.data import Channel, DossierInfo, PaperInfo
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import Dossier, DossierPaper, Draft
from tinhso.government.dossiers.queries.infos import infos
from tinhso.government.papers import public as store
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day

MAX_MANY: Final = 1000
SUBJECTS: Final = 100
_COLUMNS: Final = (
    "id", "code", "procedure_code", "unit_id", "receiving_unit_id", "applicant_account_id", "channel", "version_id",
    "case", "data",
)  # fmt: skip
_FIELDS: Final = tuple("person_id" if name == "applicant_account_id" else name for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What a desk took in: the dossier, its answers, the papers handed in and those taken from the store."""

    id: UUID
    code: str
    procedure_code: str
    unit_id: UUID
    receiving_unit_id: UUID | None
    person_id: UUID | None
    channel: Channel
    version_id: UUID
    case: str
    data: Mapping[str, Any]
    papers: tuple[PaperInfo, ...]
    reused: tuple[store.UseInfo, ...]


def infos_of(actor: Actor, *, ids: Sequence[UUID]) -> dict[UUID, DossierInfo]:
    """Return at most 1000 dossiers by id, in one query. For the system itself; DossierNotFound for everybody else."""
    _require_system(actor)
    return {one.id: one for one in infos(Dossier.objects.filter(pk__in=list(ids)[:MAX_MANY]))}


def procedures_of(actor: Actor, *, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the procedure's code of at most 1000 dossiers by id, in one query. For the system itself."""
    _require_system(actor)
    return dict(Dossier.objects.filter(pk__in=list(ids)[:MAX_MANY]).values_list("id", "procedure_code"))


def intake_facts(actor: Actor, *, ids: Sequence[UUID], now: datetime) -> list[IntakeFacts]:
    """Return what was taken in of at most 1000 dossiers; a few queries. For the system itself."""
    _require_system(actor)
    rows = list(Dossier.objects.filter(pk__in=list(ids)[:MAX_MANY]).values_list(*_COLUMNS))
    keys = [row[0] for row in rows]
    handed_in = _papers(keys)
    reused = _reused(keys, handed_in, now)
    return [
        IntakeFacts(
            **{**dict(zip(_FIELDS, row, strict=True)), "channel": Channel(row[6])},
            papers=handed_in.get(row[0], ()),
            reused=reused.get(row[0], ()),
        )
        for row in rows
    ]


def _papers(keys: Sequence[UUID]) -> dict[UUID, tuple[PaperInfo, ...]]:
    found: dict[UUID, list[PaperInfo]] = {}
    for paper in DossierPaper.objects.filter(dossier_id__in=keys, withdrawn_at=None).order_by("id"):
        found.setdefault(paper.dossier_id, []).append(paper.to_info())
    return {key: tuple(some) for key, some in found.items()}


def _reused(
    keys: Sequence[UUID], handed_in: Mapping[UUID, Sequence[PaperInfo]], now: datetime
) -> dict[UUID, tuple[store.UseInfo, ...]]:
    """Return by dossier what came from the store; only a dossier with a file can have any."""
    with_files = [key for key in keys if any(one.file_id for one in handed_in.get(key, ()))]
    owners = {key: key for key in with_files}
    owners |= {
        draft: key
        for key, draft in Draft.objects.filter(dossier_id__in=with_files).values_list("dossier_id", "id")
        if key
    }
    found: dict[UUID, list[store.UseInfo]] = {}
    subjects = list(owners)
    for place in range(0, len(subjects), SUBJECTS):
        for use in store.uses_of(subjects[place : place + SUBJECTS], on=local_day(now)):
            key = owners[use.subject_id]
            if any((one.component, one.file_id) == (use.component, use.file_id) for one in handed_in[key]):
                found.setdefault(key, []).append(use)
    return {key: tuple(some) for key, some in found.items()}


def _require_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise DossierNotFound
