"""What becomes of a result that is being signed: entered when made, back with a person when it failed, taken back.

`signature_made` and `signature_failed` are called by the system for each event of the queue, at least once; whatever is
not the request a dossier waits for changes nothing. So a dossier has one result whatever dies in between.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.dossiers.access import SIGN, access_dossier
from tinhso.government.dossiers.actions import _paper
from tinhso.government.dossiers.actions._applicant import owner_number
from tinhso.government.dossiers.actions._fee import SUBJECT_KIND
from tinhso.government.dossiers.actions._process import open_ready_work
from tinhso.government.dossiers.actions._write import close_work, finish, note, require_version
from tinhso.government.dossiers.actions.sign import REASON
from tinhso.government.dossiers.actions.steps import advance
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove
from tinhso.government.dossiers.events import ResultSigned
from tinhso.government.dossiers.models import Dossier, ResultSigning
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.signing_data import SIGNING, SigningStage, SigningState
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.errors import DomainError

NO_SEAL = gettext_noop("Cơ quan không còn khóa con dấu dùng được. Đăng ký khóa con dấu rồi ký lại.")


@transaction.atomic
@outbox.gathering()
def signature_made(*, request_id: UUID, file_id: UUID, sha256: str, now: datetime) -> None:
    """Go on with a result whose signature is made: have it sealed, or enter it and end the dossier's processing."""
    waited = _waited_for(request_id)
    if waited is None:
        return
    dossier, row = waited
    if row.stage == SigningStage.LEADER and row.is_sealed:
        row.stage, row.file_id, row.request_id = SigningStage.SEAL, file_id, None
        _ask_seal(dossier, row, now=now)
        return
    _enter(dossier, row, file_id=file_id, sha256=sha256, now=now)


@transaction.atomic
@outbox.gathering()
def signature_failed(*, request_id: UUID, problem: str, now: datetime) -> None:
    """Give a result that could not be signed back to a person, with the reason.

    The leader's signature: the dossier stands at its signing step again, its number kept for the next paper. The seal:
    what the leader signed stands, and waits for `sign_again` or `take_back_signing`.
    """
    waited = _waited_for(request_id)
    if waited is None:
        return
    dossier, row = waited
    line = note(SYSTEM, dossier, "sign_failed", now=now, facts={"problem": problem})
    row.problem = problem[:500]
    if row.stage == SigningStage.LEADER:
        _end(row, SigningState.FAILED, now=now)
        _back_to_the_step(SYSTEM, dossier, now=now)
    else:
        row.save(update_fields=["problem"])
    finish(SYSTEM, dossier, line, verb="dossiers.sign_failed", facts=[], now=now)


@transaction.atomic
@outbox.gathering()
def sign_again(actor: Actor, *, dossier_id: UUID, expected_version: int | None = None, now: datetime) -> DossierInfo:
    """Let the queue try the signature a dossier waits for at once (ký lại).

    Raises IllegalMove unless a result is being signed, NotYourStep for who does not sign here, and what `signing`
    refuses.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    row = _open_row(dossier)
    row.problem = ""
    if row.request_id is None:
        _ask_seal(dossier, row, now=now)
    else:
        signing.try_again(SYSTEM, request_id=row.request_id, now=now)
        row.save(update_fields=["problem"])
    line = note(actor, dossier, "sign_again", now=now)
    finish(actor, dossier, line, verb="dossiers.sign_again", facts=[], now=now)
    return dossier.to_info()


@transaction.atomic
@outbox.gathering()
def take_back_signing(
    actor: Actor, *, dossier_id: UUID, expected_version: int | None = None, now: datetime
) -> DossierInfo:
    """Take the decision to sign back while the paper is not entered yet (rút lại việc ký): back at the signing step.

    A signature being made at this moment is thrown away; the number is kept for the dossier's next paper. Raises
    IllegalMove unless a result is being signed, NotYourStep, RequestClosed when the signature was made a moment ago.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    row = _open_row(dossier)
    if row.request_id is not None and not row.problem:
        signing.cancel_request(SYSTEM, request_id=row.request_id, now=now)
    _end(row, SigningState.WITHDRAWN, now=now)
    _back_to_the_step(actor, dossier, now=now)
    line = note(actor, dossier, "signing_withdrawn", now=now)
    finish(actor, dossier, line, verb="dossiers.signing_withdrawn", facts=[], now=now)
    return dossier.to_info()


def _waited_for(request_id: UUID) -> tuple[Dossier, ResultSigning] | None:
    """Return dossier and row that wait for a request, both locked, the dossier first; None when none does any more."""
    found = ResultSigning.objects.filter(request_id=request_id, state=SigningState.OPEN).only("dossier_id").first()
    if found is None:
        return None
    dossier = access_dossier(SYSTEM, dossier_id=found.dossier_id, lock=True)
    row = (
        ResultSigning.objects.select_for_update(of=("self",))
        .filter(id=found.id, request_id=request_id, state=SigningState.OPEN)
        .first()
    )
    return (dossier, row) if row is not None else None


def _open_row(dossier: Dossier) -> ResultSigning:
    row = dossier.signings.select_for_update(of=("self",)).filter(state=SigningState.OPEN).first()
    if row is None:
        raise IllegalMove(_("Hồ sơ không có kết quả nào đang ký số. Tải lại trang."))
    return row


def _ask_seal(dossier: Dossier, row: ResultSigning, *, now: datetime) -> None:
    """Ask for the agency's seal on what the leader signed; without a key that can, the row says what to do."""
    unit, key = organisations.get_unit(dossier.unit_id), signing.find_seal(dossier.unit_id, now=now)
    if key is None:
        row.problem = NO_SEAL
        row.save(update_fields=["stage", "file_id", "request_id", "problem"])
        return
    try:
        request = signing.ask_signature(
            SYSTEM,
            subject_kind=SUBJECT_KIND,
            subject_id=dossier.id,
            file_id=row.file_id,
            key_ref=key.ref,
            appearance=signing.Appearance(
                anchor="seal", name=unit.name, location=_paper.place_of_signing(dossier), look=signing.Look.SEAL
            ),
            profile=signing.Profile(row.profile),
            reason=REASON,
            title=f"{row.number}, hồ sơ {dossier.code}",
            now=now,
        )
    except DomainError as refused:
        row.problem = str(refused.sentence)[:500]
    else:
        row.request_id, row.problem = request.id, ""
    row.save(update_fields=["stage", "file_id", "request_id", "problem"])


def _enter(dossier: Dossier, row: ResultSigning, *, file_id: UUID, sha256: str, now: datetime) -> None:
    """Enter the signed paper among the results and let the dossier go on to its handing over."""
    version, actor = procedures.get_version(dossier.version_id), _signer(dossier, row)
    result = results.issue(
        actor,
        dossier_id=dossier.id,
        procedure_code=dossier.procedure_code,
        person_id=dossier.applicant_account_id,
        owner_name=dossier.applicant_name,
        owner_number=owner_number(dossier),
        number=row.number,
        title=version.results[0].name,
        unit_id=dossier.unit_id,
        signer_name=row.signer_name,
        signer_title=row.signer_title,
        file_id=file_id,
        sha256=sha256,
        token=row.token,
        on=row.on,
        now=now,
    )
    _register(actor, dossier, row, file_id=file_id, title=version.results[0], now=now)
    _end(row, SigningState.DONE, now=now)
    dossier.result_id, dossier.result_token, dossier.result_file_id = result.id, result.token, file_id
    dossier.status = lifecycle.move(Status(dossier.status), Move.FINISH)
    dossier.finished_at = now
    lines = [
        note(actor, dossier, "signed", now=now, task=row.task, planned_at=dossier.step_due_at),
        note(actor, dossier, "numbered", now=now, facts={"number": row.number}),
    ]
    dossier.step_act = "sign"
    advance(actor, dossier, version, version.step(row.task), "forward", now=now)
    finish(actor, dossier, *lines, verb="dossiers.result_signed", facts=[ResultSigned(dossier.id, result.id)], now=now)


def _register(
    actor: Actor, dossier: Dossier, row: ResultSigning, *, file_id: UUID, title: procedures.ResultKind, now: datetime
) -> None:
    """Enter a result that is a document of the office into its register, open to who signed and who handled it."""
    if row.held_id is None:
        return
    readers = tuple(one for one in (row.signer_id, dossier.handler_id) if one is not None)
    paper = documents.MadePaper(
        dossier_id=dossier.id,
        kind=documents.kind_of_result(title.series),
        subject=f"{title.name} (hồ sơ {dossier.code})"[:500],
        file_id=file_id,
        signer=documents.Signer(row.signer_name[:50], row.signer_title[:100], ""),
        reader_ids=readers,
    )
    row.document_id = documents.enter_paper(actor, held_id=row.held_id, paper=paper, now=now).id


def _signer(dossier: Dossier, row: ResultSigning) -> Actor:
    """Return whoever decided, as far as the record needs them: without any ability."""
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=row.signer_id,
        name=row.signer_name,
        title=row.signer_title,
        unit_id=dossier.unit_id,
        unit_name=dossier.unit_name,
    )


def _end(row: ResultSigning, state: SigningState, *, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at", "problem", "document_id"])


def _back_to_the_step(actor: Actor, dossier: Dossier, *, now: datetime) -> None:
    """Put the dossier back into the inbox of those who sign."""
    dossier.step_act = "sign" if dossier.step_act == SIGNING else dossier.step_act
    close_work(dossier, actor=actor, now=now)
    open_ready_work(dossier, now=now)
