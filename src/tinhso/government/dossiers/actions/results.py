"""The result after it is signed: handed over in one of three ways, or revoked and sent back to be corrected."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.government.documents import public as documents
from tinhso.government.dossiers.access import HAND_OVER, SIGN, access_dossier
from tinhso.government.dossiers.actions._process import open_ready_work, replay
from tinhso.government.dossiers.actions._write import close_work, finish, note, require_version
from tinhso.government.dossiers.actions.steps import advance, current_step
from tinhso.government.dossiers.data import Delivery, DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked
from tinhso.government.dossiers.events import ResultHandedOver, ResultReturned
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.rules import lifecycle, trace
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.signing_data import SigningState
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.text import clean_line

MIN_REASON: Final = 10


@transaction.atomic
@outbox.gathering()
def hand_over(  # noqa: PLR0913 - three ways of handing over need this many things
    actor: Actor,
    *,
    dossier_id: UUID,
    to: str = "",
    way: Delivery = Delivery.COUNTER,
    receiver_number: str = "",
    tracking: str = "",
    remark: str = "",
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Give the result to the applicant or whom they sent (trả kết quả): at the desk, by post, or on line.

    At the desk `to` and `receiver_number` say who took it (the applicant when empty) and `remark` how they signed for
    it; by post `tracking` is the number of the parcel; on line the applicant has an account and the result is a file.
    Raises IllegalMove when there is no result yet, NothingAsked when the way lacks what it needs.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=HAND_OVER, lock=True)
    require_version(dossier, expected_version)
    status = lifecycle.move(Status(dossier.status), Move.HAND_OVER)
    version = procedures.get_version(dossier.version_id)
    step = current_step(actor, dossier, version, dossier.step_task)
    facts = _handed(dossier, way, to=to, receiver_number=receiver_number, tracking=tracking)
    dossier.status, dossier.handed_over_at = status, now
    line = note(
        actor,
        dossier,
        "handed_over",
        now=now,
        text=remark.strip(),
        task=step.task,
        planned_at=dossier.step_due_at,
        facts=facts,
    )
    advance(actor, dossier, version, step, "forward", now=now)
    close_work(dossier, actor=actor, now=now)
    finish(actor, dossier, line, verb="dossiers.handed_over", facts=[ResultHandedOver(dossier.id)], now=now)
    return dossier.to_info()


def _handed(dossier: Dossier, way: Delivery, *, to: str, receiver_number: str, tracking: str) -> dict[str, Any]:
    """Return what is kept of a hand-over. Raises NothingAsked when the way lacks what it needs."""
    parcel = clean_line(tracking)[:40]
    if way is Delivery.POST and not parcel:
        raise NothingAsked(_("Ghi mã bưu gửi."), fields={"tracking": _("Ghi mã bưu gửi trên vận đơn")})
    if way is Delivery.ONLINE and (dossier.applicant_account_id is None or dossier.result_file_id is None):
        raise NothingAsked(
            _("Người nộp chưa có tài khoản để nhận kết quả điện tử. Trả tại quầy hoặc qua bưu chính."),
            fields={"way": _("Chọn cách trả khác")},
        )
    kept = {
        "to": clean_line(to)[:200] or dossier.applicant_name,
        "receiver_number": clean_line(receiver_number)[:20],
        "tracking": parcel if way is Delivery.POST else "",
    }
    return {"way": way.value} | {key: value for key, value in kept.items() if value}


@transaction.atomic
@outbox.gathering()
def return_for_correction(
    actor: Actor,
    *,
    dossier_id: UUID,
    reason: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Revoke a signed result that is not handed over yet, and send the dossier back to whoever drafted it.

    The revoked paper stays on record and its token says so; the number is not used again. The promise stays: the clock
    goes on as if nothing had been signed. Raises NotYourStep unless the actor signs for the unit, NothingAsked without
    a reason of ten letters, IllegalMove in another state.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    dossier.status = lifecycle.move(Status(dossier.status), Move.CORRECT)
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi rõ kết quả sai ở đâu và cần sửa gì (ít nhất 10 ký tự).")
        raise NothingAsked(words, fields={"reason": words})
    revoked = dossier.result_id
    if revoked is None:
        raise IllegalMove(_("Hồ sơ không có kết quả trong sổ để thu hồi."))
    results.revoke(actor, result_id=revoked, reason=why, now=now)
    entered = dossier.signings.filter(state=SigningState.DONE, document_id__isnull=False).order_by("id").last()
    if entered is not None and entered.document_id is not None and entered.token == dossier.result_token:
        documents.recall(SYSTEM, document_id=entered.document_id, reason=why, now=now)
    version = procedures.get_version(dossier.version_id)
    kept = trace.before_draft(trace.taken(dossier.timeline.order_by("id"), version), version)
    dossier.result_id, dossier.result_token, dossier.result_file_id = None, "", None
    dossier.finished_at = None
    close_work(dossier, actor=actor, now=now)
    replay(dossier, kept, now=now)
    open_ready_work(dossier, now=now)
    line = note(actor, dossier, "returned", now=now, text=why, facts={"kept": len(kept), "result": str(revoked)})
    finish(actor, dossier, line, verb="dossiers.returned", facts=[ResultReturned(dossier.id, revoked)], now=now)
    return dossier.to_info()
