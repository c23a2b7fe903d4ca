"""What an officer can do with a dossier now, and why not the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers.access import HAND_OVER, PROCESS, RECEIVE, SIGN, access_dossier, visible
from tinhso.government.dossiers.actions.steps import current_step
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NotYourStep
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.looks import note_look, note_shown
from tinhso.government.dossiers.queries.people import Handler, specialists_of
from tinhso.government.dossiers.rules import lifecycle, result_fields
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor

DUPLICATE_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class AvailableAct:
    """One act: its words, whether it may be done now, and if not, why. `outcome` is set for a step's choices."""

    code: str
    title: str
    is_offered: bool
    why_not: str = ""
    outcome: str = ""


def available_acts(actor: Actor, *, dossier_id: UUID) -> list[AvailableAct]:
    """Return every act this officer might look for, offered or with the reason why not."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    return [
        _act(actor, dossier, "receive", _("Tiếp nhận"), RECEIVE, Move.RECEIVE),
        _act(actor, dossier, "refuse", _("Từ chối tiếp nhận"), RECEIVE, Move.REFUSE),
        *_step_acts(actor, dossier),
        _act(actor, dossier, "ask_supplement", _("Yêu cầu bổ sung"), _examining(dossier), Move.ASK_SUPPLEMENT),
        _act(actor, dossier, "supplement", _("Nhận giấy tờ bổ sung"), RECEIVE, Move.SUPPLEMENT),
        _act(actor, dossier, "stop", _("Dừng giải quyết"), PROCESS, Move.STOP),
    ]


def _examining(dossier: Dossier) -> str:
    return RECEIVE if dossier.received_at is None else PROCESS


def _act(
    actor: Actor,
    dossier: Dossier,
    code: str,
    title: str,
    ability: str,
    move: Move,
) -> AvailableAct:
    if not actor.may(ability, dossier.unit_id):
        return AvailableAct(code, title, is_offered=False, why_not=_("Việc này thuộc vai trò khác."))
    try:
        if move in (Move.REFUSE, Move.STOP):
            lifecycle.end(Status(dossier.status), move, was_received=dossier.received_at is not None)
        else:
            lifecycle.move(Status(dossier.status), move)
    except IllegalMove as refused:
        return AvailableAct(code, title, is_offered=False, why_not=refused.sentence)
    return AvailableAct(code, title, is_offered=True)


def _step_acts(actor: Actor, dossier: Dossier) -> list[AvailableAct]:
    """Return the choices of the current step, each offered only to whose step it is."""
    if not dossier.step_task or dossier.status in (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE):
        return []
    version = procedures.get_version(dossier.version_id)
    step = version.step(dossier.step_task)
    own = {"sign": ("sign", SIGN), "hand_over": ("hand_over", HAND_OVER)}.get(step.act)
    try:
        current_step(actor, dossier, version, step.task)
        why_not = "" if own is None or actor.may(own[1], dossier.unit_id) else _("Việc này thuộc vai trò khác.")
    except NotYourStep as refused:
        why_not = refused.sentence
    acts = [AvailableAct("draft", _("Soạn dự thảo kết quả"), not why_not, why_not)] if step.act == "draft" else []
    for outcome, title in sorted(step.outcomes.items(), key=lambda one: one[0] != "forward"):  # forward is the first
        code = own[0] if own and outcome == "forward" else "step"
        acts.append(AvailableAct(code, title, is_offered=not why_not, why_not=why_not, outcome=outcome))
    return acts


def draft_fields(actor: Actor, *, dossier_id: UUID) -> list[result_fields.DraftField]:
    """Return the texts of the result's draft, prefilled from the answers, or as kept."""
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=PROCESS)
    look = f"Soạn kết quả hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    version = procedures.get_version(dossier.version_id)
    words = {
        row.pointer: row.value
        for section in forms.summary(version.form, dossier.data, language="vi")
        for row in section.rows
        if row.answered
    }
    return result_fields.fields_of(draft_of(version), words, dossier.draft_result, data=dossier.data)


def handlers_for(actor: Actor, *, dossier_id: UUID) -> list[Handler]:
    """Return the specialists of the dossier's unit, by given name."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    return specialists_of(dossier.unit_id)


def recent_duplicates(
    actor: Actor,
    *,
    number: str,
    procedure_code: str,
    now: datetime,
) -> Sequence[DossierInfo]:
    """Return this person's dossiers of the same procedure in the last 30 days that the officer may see, at most 5.

    The names shown are on record, once an hour.
    """
    if not number:
        return []
    since = now - timedelta(days=DUPLICATE_DAYS)
    rows = (
        visible(actor)
        .filter(
            applicant_number=number,
            procedure_code=procedure_code,
            submitted_at__gte=since,
        )
        .defer("data", "search")
        .order_by("-id")[:5]
    )
    infos = [d.to_info() for d in rows]
    note_shown(actor, infos=infos, place="duplicates")
    return infos
