"""The paper of a result: its number, its words, its places for signatures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.dossiers.models import Dossier, ResultSigning
from tinhso.government.dossiers.rules import result_fields, wording
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.dossiers.signing_data import SigningState
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

LEADER: Final = "leader"


def hand(actor: Actor, dossier: Dossier) -> signing.Appearance:
    """Return how the leader's signature looks on a paper of this dossier."""
    return signing.Appearance(anchor=LEADER, name=actor.name, location=place_of_signing(dossier))


def place_of_signing(dossier: Dossier) -> str:
    """Return where the agency sits, as its papers say it."""
    return wording.place(organisations.get_unit(dossier.unit_id))


def laid_out(pdf: bytes, *, leader: signing.Appearance, is_sealed: bool) -> bytes:
    """Return the paper with a place for the agency's seal where there will be one; it bears its number already."""
    return signing.prepare_for_office(pdf, leader=leader, is_numbered=True) if is_sealed else pdf


@dataclass(frozen=True, slots=True)
class Number:
    """What a paper bears: the number as printed; `held_id` where the registers of documents hold it for the paper."""

    words: str
    held_id: UUID | None = None


def take_number(actor: Actor, version: procedures.ProcedureVersion, dossier: Dossier, now: datetime) -> Number:
    """Return the number of the result in its register at this unit: one taken for it before, else the next.

    A result that is a document of the office (content/documents/results.yaml) is numbered among its other documents,
    everything else in the register its own law wants. A number a signature was not made under is used for the same
    dossier's next paper of the day, so that no paper is dated otherwise than numbered; an older one is made void.
    """
    kind = version.results[0]
    unused = dossier.signings.filter(state__in=(SigningState.FAILED, SigningState.WITHDRAWN)).order_by("id").last()
    if unused is not None and _is_free(dossier, unused, now):
        return Number(unused.number, unused.held_id)
    void_numbers(actor, dossier, now=now)
    office_kind = documents.kind_of_result(kind.series)
    if office_kind:
        held = documents.hold_number(
            actor,
            unit_id=dossier.unit_id,
            kind=office_kind,
            maker_id=dossier.id,
            purpose=f"{kind.name}, hồ sơ {dossier.code}",
            now=now,
        )
        return Number(held.code, held.id)
    series = numbering.Series(
        f"result.{kind.series}", numbering.Period(kind.period), kind.pattern, numbering.Unique(kind.unique_within)
    )
    owner = organisations.get_unit(dossier.unit_id).code
    return Number(numbering.next_code(series, owner=owner, on=local_day(now)))


def void_numbers(actor: Actor, dossier: Dossier, *, now: datetime) -> None:
    """Make void what the registers of documents still hold for papers of this dossier that were never signed."""
    left = dossier.signings.filter(
        state__in=(SigningState.FAILED, SigningState.WITHDRAWN), held_id__isnull=False
    ).values_list("held_id", flat=True)
    for held_id in {one for one in left if one is not None}:
        documents.void_held(actor, held_id=held_id, reason=f"Không ký kết quả hồ sơ {dossier.code}", now=now)


def _is_free(dossier: Dossier, unused: ResultSigning, now: datetime) -> bool:
    """Tell whether a number taken before may stand on the next paper: not issued, and of this day or this year.

    In the registers of documents no number is dated otherwise than it was taken; a register apart asks the year alone.
    """
    used = dossier.signings.filter(state=SigningState.DONE, number=unused.number).exists()
    today = local_day(now)
    if used or unused.on is None:
        return False
    return unused.on == today if unused.held_id else unused.on.year == today.year


def document(
    dossier: Dossier,
    version: procedures.ProcedureVersion,
    *,
    number: str,
    token: str,
    signer: Actor | None,
    on: date,
) -> dict[str, Any]:
    """Return the data of the result's print: its drafted texts, and what the office adds; `on` is the day it bears."""
    unit = organisations.get_unit(dossier.unit_id)
    parent = organisations.root() if unit.kind == organisations.UnitKind.DEPARTMENT else None
    title = (signer.title if signer else "") or version.signer
    office = result_fields.Office(
        unit_name=wording.issuer(unit),
        parent_name=wording.issuer(parent).upper() if parent else "",
        place=wording.place(parent or unit),
        on=on,
        number=number,
        signer_name=signer.name if signer else "",
        authority=wording.authority(title),
        verify_address=f"{settings.PUBLIC_URL}/xac-thuc/{token}/",
        token=token,
        dossier_code=dossier.code,
        result_name=version.results[0].name,
        demo=settings.DEMO,
        seat=wording.seat(unit, organisations.ancestors(unit.id)),
        signer_title=title,
    )
    return result_fields.document(
        draft_of(version), dossier.draft_result or {}, office, template=version.results[0].template
    )
