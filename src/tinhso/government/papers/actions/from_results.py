"""The register of results fills the store: issued, replaced, revoked. Called by the handlers; idempotent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.papers import kinds
from tinhso.government.papers.actions._write import PAPERS, take_out, write
from tinhso.government.papers.data import Confidence, Origin, PaperFacts, PaperState
from tinhso.government.papers.models import Paper
from tinhso.government.papers.rules.owner import owner_number
from tinhso.government.results import public as results
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.transactions import within_callers


@within_callers
def keep_result(result_id: UUID, *, replaces_id: UUID | None = None, now: datetime) -> UUID | None:
    """Keep an issued result in its owner's store, once; return the paper's id.

    None for a result of nobody: without a number and without an account nobody could ever find it.
    """
    there = PAPERS.find("t.result_id = %s", [result_id])
    if there:
        return there[0].id
    result = results.get_result(SYSTEM, result_id=result_id)
    number = _owner_number(result)
    if not number:
        return None
    kind = kinds.type_of_result(result.procedure_code)
    facts = PaperFacts(
        owner_number=number,
        owner_name=result.owner_name,
        paper_type=kind.code,
        file_id=result.file_id,
        name=result.title,
        number=result.number,
        issued_on=result.issued_on,
        issuer_name=_name_of(result.unit_id),
        issuer_unit_id=result.unit_id,
        signer_name=result.signer_name,
        dossier_id=result.dossier_id,
        procedure_code=result.procedure_code,
    )
    earlier = None
    if replaces_id is not None:
        earlier = Paper.objects.select_for_update().filter(result_id=replaces_id, state="in_force").first()
    paper = write(
        SYSTEM,
        facts,
        origin=Origin.RESULT,
        confidence=Confidence.A,
        code=result.token,
        result_id=result.id,
        replaces=earlier,
        now=now,
    )
    if result.state is results.ResultState.REVOKED:
        take_out(SYSTEM, paper, reason=result.revoked_reason, now=now)
    return paper.id


@transaction.atomic
def revoke_result(result_id: UUID, *, now: datetime) -> None:
    """Let the store follow a revoked result; a result that is not in the store changes nothing."""
    paper = Paper.objects.select_for_update().filter(result_id=result_id, state=PaperState.IN_FORCE.value).first()
    if paper is not None:
        take_out(SYSTEM, paper, reason=results.get_result(SYSTEM, result_id=result_id).revoked_reason, now=now)


def _name_of(unit_id: UUID) -> str:
    try:
        return organisations.full_name(unit_id)
    except organisations.UnitNotFound:
        return ""


def _owner_number(result: results.ResultInfo) -> str:
    """Return the owner's number: the account's when an account asked for it, else the one on the result; "" for none.

    A form can name anybody; a paper must not come into the store of somebody who never asked for it.
    """
    if result.person_id:
        return owner_number(identity.get_account(result.person_id).number)
    return owner_number(result.owner_number)
