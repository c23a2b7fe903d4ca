"""How a dossier ends without a result: stopped by the agency, stopped at the applicant's wish, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers import letter_words
from tinhso.government.dossiers.access import PROCESS, RECEIVE, SEE, access_dossier
from tinhso.government.dossiers.actions import letters
from tinhso.government.dossiers.actions._fee import cancel_fee
from tinhso.government.dossiers.actions._paper import void_numbers
from tinhso.government.dossiers.actions._process import process_of
from tinhso.government.dossiers.actions._write import close_work, finish, note, require_version
from tinhso.government.dossiers.data import DossierInfo, Reason, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked, NotYourStep
from tinhso.government.dossiers.events import DossierEnded
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor


@transaction.atomic
@outbox.gathering()
def stop(
    actor: Actor,
    *,
    dossier_id: UUID,
    reasons: Sequence[Reason],
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Stop a dossier that cannot be granted, each reason with its legal ground (dừng giải quyết; state 8)."""
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=PROCESS, lock=True)
    require_version(dossier, expected_version)
    given = [r for r in reasons if r.text.strip()]
    if not given:
        raise NothingAsked(_("Ghi ít nhất một lý do và căn cứ pháp lý."), fields={"reasons": _("Ghi lý do")})
    facts = {"reasons": [{"text": r.text[:1000], "basis": r.basis[:500]} for r in given[:20]]}
    return end_dossier(
        actor, dossier, Move.STOP, "stopped", text="; ".join(r.text for r in given), facts=facts, now=now
    )


@transaction.atomic
@outbox.gathering()
def stop_at_wish(
    actor: Actor,
    *,
    dossier_id: UUID,
    reason: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Stop a dossier because its applicant asks the desk to (thông báo dừng; Thông tư 03/2025/TT-VPCP, Điều 7).

    The applicant may ask while no result is signed. For the National Portal it is the applicant's withdrawal (state 7);
    the desk gives a numbered notice that says at whose wish. Raises NothingAsked without the wish in words,
    IllegalMove once there is a result.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE, lock=True)
    require_version(dossier, expected_version)
    wish = reason.strip()[:1000]
    if not wish:
        raise NothingAsked(
            _("Ghi nội dung đề nghị dừng của người nộp."), fields={"reason": _("Ghi nội dung đề nghị dừng")}
        )
    if dossier.received_at is None:
        raise IllegalMove(_("Hồ sơ chưa được tiếp nhận. Người nộp tự rút hồ sơ, hoặc dùng «Từ chối tiếp nhận»."))
    facts = {"reasons": [{"text": wish, "basis": regime_of(dossier).stop_basis}]}
    return end_dossier(actor, dossier, Move.WITHDRAW, "stopped_at_wish", text=wish, facts=facts, now=now)


@transaction.atomic
@outbox.gathering()
def withdraw(actor: Actor, *, dossier_id: UUID, reason: str = "", now: datetime) -> DossierInfo:
    """Take one's own dossier back while no result is signed (rút hồ sơ). Raises IllegalMove afterwards."""
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=None if actor.is_applicant else SEE, lock=True)
    if not actor.is_applicant:
        raise NotYourStep(_("Chỉ người nộp mới rút được hồ sơ. Tại quầy, dùng «Dừng theo đề nghị của người nộp»."))
    return end_dossier(actor, dossier, Move.WITHDRAW, "withdrawn", text=reason, facts={}, now=now)


def end_dossier(
    actor: Actor,
    dossier: Dossier,
    move: Move,
    verb: str,
    *,
    text: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> DossierInfo:
    """End a dossier its caller may end, without a result: what stop and withdraw share.

    One that was received gets a notice, numbered with the act and signed by the queue after it.
    """
    before, was_received = Status(dossier.status), dossier.received_at is not None
    is_stop = move is Move.STOP
    dossier.status = lifecycle.end(before, move, was_received=was_received) if is_stop else lifecycle.move(before, move)
    dossier.finished_at, dossier.paused_at = now, None
    if was_received:
        workflow.stop(process_of(dossier), now=now)
    cancel_fee(dossier, now=now)
    close_work(dossier, actor=actor, now=now)
    void_numbers(actor, dossier, now=now)
    held = letters.take_number(actor, dossier, LetterKind.STOP, now=now) if was_received else None
    known = {**facts, "before": int(before), "number": held.code if held else ""}
    line = note(actor, dossier, verb, now=now, text=text, facts=known)
    finish(
        actor,
        dossier,
        line,
        verb=f"dossiers.{verb}",
        facts=[DossierEnded(dossier.id, int(dossier.status))],
        now=now,
    )
    if held is not None:
        said = letter_words.stop_notice(dossier, line, number=held.code)
        letters.put_out(actor, dossier, LetterKind.STOP, held=held, event=line, data=said, now=now)
    return dossier.to_info()
