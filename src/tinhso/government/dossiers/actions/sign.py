"""The head decides that the result is signed: the paper is numbered and printed, and the queue asked to sign it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.files import public as files
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.access import SIGN, access_dossier
from tinhso.government.dossiers.actions import _paper
from tinhso.government.dossiers.actions._fee import SUBJECT_KIND
from tinhso.government.dossiers.actions._holds import require_free
from tinhso.government.dossiers.actions._write import (
    SIGNING_WORK,
    close_work,
    finish,
    note,
    require_version,
    work_facts,
)
from tinhso.government.dossiers.actions.steps import current_step
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked, StillSigning
from tinhso.government.dossiers.models import Dossier, ResultSigning
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.signing_data import SIGNING, SigningStage
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

REASON = "Ký ban hành kết quả"


@transaction.atomic
@outbox.gathering()
def sign_result(
    actor: Actor,
    *,
    dossier_id: UUID,
    expected_version: int | None = None,
    profile: signing.Profile | None = None,
    now: datetime,
) -> DossierInfo:
    """Decide that the drafted result is signed with this actor's own key, numbered and dated (ký số, cấp số, vào sổ).

    The paper is printed with the next number of its register, and the queue is asked to sign it: the leader's hand, and
    the agency's seal after it where the agency has one here. Until then the dossier stands at «Đang ký số», owned by
    whoever decided; `signature_made` goes on from there. Nothing outside this machine is waited for. `profile` is the
    installation's unless named. Raises NotYourStep unless the current step is a signing step of this actor's,
    NothingAsked without a draft, StillSigning when it is being signed already, and what `signing` refuses.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    if dossier.step_act == SIGNING:
        raise StillSigning
    version = procedures.get_version(dossier.version_id)
    step = current_step(actor, dossier, version, dossier.step_task)
    if step.act != "sign":
        raise IllegalMove(_("Hồ sơ đang ở bước «%(step)s», chưa đến bước ký.") % {"step": step.title})
    require_free(dossier, step)
    if not dossier.draft_result:
        raise NothingAsked(_("Hồ sơ chưa có dự thảo kết quả để ký. Trả lại bước thụ lý."))
    dossier.status = lifecycle.move(Status(dossier.status), Move.PROCESS)
    row = _asked(actor, dossier, version, step, profile=profile, now=now)
    _stand(actor, dossier, step, now=now)
    line = note(actor, dossier, "signing", now=now, task=step.task, facts={"number": row.number})
    finish(actor, dossier, line, verb="dossiers.signing_asked", facts=[], now=now)
    return dossier.to_info()


def _asked(
    actor: Actor,
    dossier: Dossier,
    version: procedures.ProcedureVersion,
    step: procedures.Step,
    *,
    profile: signing.Profile | None,
    now: datetime,
) -> ResultSigning:
    """Print the paper and ask for the leader's signature on it; from the number on the register's row is held."""
    key, token, day = signing.key_for_queue(actor, now=now), results.new_token(), local_day(now)
    is_sealed = signing.find_seal(dossier.unit_id, now=now) is not None
    number = _paper.take_number(actor, version, dossier, now)
    data = _paper.document(dossier, version, number=number.words, token=token, signer=actor, on=day)
    printed = procedures.render(version, version.results[0].template, data)
    looks = _paper.hand(actor, dossier)
    name = f"{version.results[0].name} {dossier.code}.pdf"
    kept = files.keep_made(
        _paper.laid_out(printed, leader=looks, is_sealed=is_sealed),
        pages=prints.pages_of(printed),
        name=name,
        actor=actor,
        now=now,
    )
    request = signing.ask_signature(
        actor,
        subject_kind=SUBJECT_KIND,
        subject_id=dossier.id,
        file_id=kept.id,
        key_ref=key.ref,
        appearance=looks,
        profile=profile,
        reason=REASON,
        title=f"{version.results[0].name}, hồ sơ {dossier.code}",
        now=now,
    )
    return ResultSigning.objects.create(
        dossier=dossier,
        stage=SigningStage.LEADER,
        request_id=request.id,
        file_id=kept.id,
        task=step.task,
        token=token,
        number=number.words,
        held_id=number.held_id,
        on=day,
        profile=request.profile,
        is_sealed=is_sealed,
        signer_id=actor.account_id,
        signer_name=actor.name[:200],
        signer_title=actor.title[:200],
        asked_at=now,
    )


def _stand(actor: Actor, dossier: Dossier, step: procedures.Step, *, now: datetime) -> None:
    """Let the dossier stand at «Đang ký số», in the inbox of whoever signs, until the step's own time is over."""
    due = dossier.step_due_at or now
    close_work(dossier, actor=actor, now=now)
    dossier.step_task, dossier.step_role, dossier.step_due_at = step.task, step.role, due
    dossier.step_act, dossier.step_title = SIGNING, gettext_noop("Đang ký số")
    work.open_item(
        kind=SIGNING_WORK,
        subject_id=dossier.id,
        title=dossier.procedure_name,
        code=dossier.code,
        unit_id=dossier.unit_id,
        role=step.role,
        due_at=due,
        assignee_id=actor.account_id,
        facts=work_facts(dossier),
        now=now,
    )
