"""Typed builders of dossiers for other rooms' tests: they walk the real road."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import DossierInfo, PaperForm, PaperInput
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.actors import Actor

MONDAY: Final = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""09:00 on Monday 16 November 2026 in Vietnam."""

SEEN: Final = (PaperInput("GT", None, PaperForm.ORIGINAL),)
"""The paper as a desk has seen it; on line it would count for nothing."""


def make_submitted(
    citizen: Actor,
    *,
    unit_id: UUID,
    code: str = CODE,
    now: datetime = MONDAY,
    papers: Sequence[PaperInput] | None = None,
    data: Mapping[str, Any] | None = None,
) -> DossierInfo:
    """File a dossier on line, with a scan of its one paper; the small test procedure is published if need be."""
    if code == CODE:
        make_procedure()
    return dossiers.submit_directly(
        citizen,
        procedure_code=code,
        unit_id=unit_id,
        data=data or good_answers(),
        papers=scanned(citizen, now=now) if papers is None else papers,
        now=now,
    )


def own_answers(citizen: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers under the number of who files them: on line nobody files under another's."""
    number = identity.get_account(citizen.account_id).number if citizen.account_id else ""
    return {**data, "applicant": {**data["applicant"], "number": number}}


def scanned(actor: Actor, *, now: datetime = MONDAY) -> tuple[PaperInput, ...]:
    """Return the one paper of the small test procedure as a file this actor uploaded."""
    kept = files.save_bytes(make_pdf(), name="giay-to.pdf", actor=actor, now=now)
    return (PaperInput("GT", kept.id),)


def make_received(citizen: Actor, desk: Actor, *, unit_id: UUID, now: datetime = MONDAY) -> DossierInfo:
    """File a dossier and receive it."""
    info = make_submitted(citizen, unit_id=unit_id, now=now)
    return dossiers.receive(desk, dossier_id=info.id, now=now)


def make_drafted(
    citizen: Actor, desk: Actor, specialist: Actor, *, unit_id: UUID, now: datetime = MONDAY
) -> DossierInfo:
    """Bring a dossier to the head's desk: filed, received, drafted, passed on."""
    info = make_received(citizen, desk, unit_id=unit_id, now=now)
    dossiers.draft_result(
        specialist, dossier_id=info.id, fields={"content": "Xác nhận nội dung đề nghị là đúng."}, now=now
    )
    return dossiers.take_step(specialist, dossier_id=info.id, task="tham_tra", now=now)


def make_done(
    citizen: Actor,
    desk: Actor,
    specialist: Actor,
    head: Actor,
    *,
    unit_id: UUID,
    now: datetime = MONDAY,
) -> DossierInfo:
    """Bring a dossier to its signed result."""
    info = make_drafted(citizen, desk, specialist, unit_id=unit_id, now=now)
    return sign_and_wait(head, dossier_id=info.id, now=now)


def sign_and_wait(head: Actor, *, dossier_id: UUID, expected_version: int | None = None, now: datetime) -> DossierInfo:
    """Sign a result and let the queue run until it is entered (or waits, or has failed), all at `now`."""
    dossiers.sign_result(head, dossier_id=dossier_id, expected_version=expected_version, now=now)
    return dossiers.settle_signing(head, dossier_id=dossier_id, now=now)
