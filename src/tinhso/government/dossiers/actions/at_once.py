"""A result signed here and now, by the same road: for examples and simulated years, whose days are not today."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions.letters import SUBJECT as LETTER
from tinhso.government.dossiers.actions.letters_signed import letter_failed, letter_signed
from tinhso.government.dossiers.actions.sign import sign_result
from tinhso.government.dossiers.actions.signed import signature_failed, signature_made
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.letter_data import LetterState
from tinhso.government.dossiers.models import Letter, ResultSigning
from tinhso.government.dossiers.signing_data import SigningState
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor


@transaction.atomic
def sign_example(actor: Actor, *, dossier_id: UUID, now: datetime) -> DossierInfo:
    """Decide, sign, enter, all at `now`, without time-stamps: those of a day gone by cannot be had. Raises as both."""
    sign_result(actor, dossier_id=dossier_id, profile=signing.Profile.B_B, now=now)
    return settle_signing(actor, dossier_id=dossier_id, now=now)


def settle_signing(actor: Actor, *, dossier_id: UUID, now: datetime) -> DossierInfo:
    """Do here what the worker does about what is being signed, until nothing is waited for or something waits longer.

    Its result and its letters. The clock stands at `now` meanwhile. Each request is taken, made and answered once, as
    by the worker.
    """
    with clock.frozen(now):
        while any(signing.work_on(request) for request in _waiting(dossier_id)):
            _answer(dossier_id, now=now)
    return access_dossier(actor, dossier_id=dossier_id).to_info()


def _waiting(dossier_id: UUID) -> list[UUID]:
    results = ResultSigning.objects.filter(dossier_id=dossier_id, state=SigningState.OPEN, problem="")
    letters = Letter.objects.filter(dossier_id=dossier_id, state=LetterState.OPEN, problem="")
    found = [*results.values_list("request_id", flat=True), *letters.values_list("request_id", flat=True)]
    return [one for one in found if one is not None]


def _answer(dossier_id: UUID, *, now: datetime) -> None:
    for made in signing.requests_of(dossier_id):
        if made.state is signing.RequestState.DONE and made.result_file_id is not None:
            if made.subject_kind == LETTER:
                letter_signed(request_id=made.id, file_id=made.result_file_id, now=now)
            else:
                signature_made(request_id=made.id, file_id=made.result_file_id, sha256=made.result_sha256, now=now)
        elif made.state is signing.RequestState.FAILED:
            tell = letter_failed if made.subject_kind == LETTER else signature_failed
            tell(request_id=made.id, problem=made.problem, now=now)
