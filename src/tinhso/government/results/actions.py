"""Writes of results: issuing and revoking. Each is one transaction."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.government.results.access import RESULTS, REVOKE, access_result
from tinhso.government.results.data import ResultInfo, ResultState
from tinhso.government.results.errors import BadResult, NotInForce, ReasonNeeded, ResultNotFound
from tinhso.government.results.events import ResultIssued, ResultRevoked
from tinhso.government.results.models import Result
from tinhso.government.results.tokens import clean_token, new_token
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line
from tinhso.kernel.transactions import within_callers

SUBJECT: Final = "results.result"


@within_callers
def issue(  # noqa: PLR0913 - a result is these facts
    actor: Actor,
    *,
    dossier_id: UUID | None,
    procedure_code: str,
    person_id: UUID | None,
    owner_name: str,
    number: str,
    title: str,
    unit_id: UUID,
    signer_name: str,
    file_id: UUID,
    sha256: str,
    owner_number: str = "",
    signer_title: str = "",
    token: str = "",
    replaces: UUID | None = None,
    on: date | None = None,
    now: datetime,
) -> ResultInfo:
    """Enter a signed result into the register, in force from the day it bears (phát hành kết quả).

    The caller's gate has decided that this actor may sign for this unit. `token` is the one printed on the paper
    (`new_token`); without one a fresh one is given. `replaces` is an earlier result of the same unit and procedure that
    from now on points here; `on` the day the paper bears, today when not given. Raises Forbidden to applicants,
    BadResult when a fact is missing or the file's hash is another, ResultNotFound and NotInForce for what cannot be
    replaced.
    """
    if not (actor.is_officer or actor.kind is ActorKind.SYSTEM):
        raise Forbidden
    kept = token and clean_token(token)
    if kept != token or files.get_info(file_id).sha256 != sha256:
        raise BadResult
    result = Result(
        dossier_id=dossier_id,
        procedure_code=procedure_code,
        person_id=person_id,
        owner_name=clean_line(owner_name)[:200],
        owner_number=clean_line(owner_number)[:20],
        number=clean_line(number)[:80],
        title=clean_line(title)[:300],
        issued_on=on or local_day(now),
        unit_id=unit_id,
        signer_name=clean_line(signer_name)[:200],
        signer_title=clean_line(signer_title)[:200],
        file_id=file_id,
        sha256=sha256,
        token=kept or new_token(),
    )
    if not (result.owner_name and result.number and result.title and result.signer_name and procedure_code):
        raise BadResult
    RESULTS.insert(result)
    if replaces:
        _replace(replaces, result)
    audit.record(
        actor,
        verb="results.issued",
        subject_kind=SUBJECT,
        subject_id=result.id,
        unit_id=unit_id,
        person_id=person_id,
        detail={"number": result.number, "sha256": sha256, "replaces": str(replaces) if replaces else None},
    )
    announce(ResultIssued(result.id, dossier_id, unit_id, procedure_code, replaces), actor=actor)
    return result.to_info()


@transaction.atomic
def revoke(actor: Actor, *, result_id: UUID, reason: str, now: datetime) -> ResultInfo:
    """Take a result out of force, for a reason that stays on record (thu hồi kết quả).

    Needs `results.revoke` over the unit that issued it. Raises ResultNotFound when that is missing, ReasonNeeded,
    NotInForce when it is replaced or revoked already.
    """
    result = access_result(actor, result_id=result_id, ability=REVOKE, lock=True)
    said = clean_line(reason)
    if not 10 <= len(said) <= 500:
        raise ReasonNeeded
    if result.state != ResultState.IN_FORCE.value:
        raise NotInForce
    result.state, result.revoked_at, result.revoked_reason = ResultState.REVOKED.value, now, said
    result.save(update_fields=["state", "revoked_at", "revoked_reason"])
    audit.record(
        actor,
        verb="results.revoked",
        subject_kind=SUBJECT,
        subject_id=result.id,
        unit_id=result.unit_id,
        person_id=result.person_id,
        detail={"number": result.number},
    )
    announce(ResultRevoked(result.id, result.dossier_id, result.unit_id), actor=actor)
    return result.to_info()


def _replace(earlier_id: UUID, result: Result) -> None:
    """Let an earlier result of the same unit and procedure point to the new one."""
    earlier = Result.objects.select_for_update().filter(id=earlier_id).first()
    if earlier is None or (earlier.unit_id, earlier.procedure_code) != (result.unit_id, result.procedure_code):
        raise ResultNotFound
    if earlier.state != ResultState.IN_FORCE.value:
        raise NotInForce
    earlier.state, earlier.replaced_by = ResultState.REPLACED.value, result
    earlier.save(update_fields=["state", "replaced_by"])
