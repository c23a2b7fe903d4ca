"""Reads of one dossier: its page for officers and applicants, and the public look-up."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import public as mandates
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.data import (
    CITIZEN_TITLES,
    TONES,
    ClockOperation,
    ClockOperationInfo,
    Delivery,
    DossierDetail,
    NextStep,
    PublicView,
    Reason,
    Status,
    SupplementInfo,
    TimelineEntry,
)
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.dossiers.queries.letters import letters_of
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules.next_step import SIGNED_SOON, fee_due_at, next_step
from tinhso.government.dossiers.rules.search import code_in
from tinhso.government.dossiers.rules.timeline import PUBLIC, sentence
from tinhso.government.dossiers.signing_data import SIGNING, SigningState
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, to_local
from tinhso.kernel.text import mask_name


def get_dossier(actor: Actor, *, dossier_id: UUID, purpose: str = "") -> DossierDetail:
    """Return everything about one dossier. An officer's look is on record, with its purpose, for the citizen to read.

    Raises DossierNotFound for a stranger. Seven queries, whatever is in it.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    note_look(
        actor,
        dossier_id=dossier.id,
        person_id=dossier.applicant_account_id,
        purpose=purpose or f"Giải quyết hồ sơ {dossier.code}",
    )
    supplements = tuple(s.to_info() for s in dossier.supplements.filter(undone_at=None).order_by("ordinal"))
    events = list(dossier.timeline.order_by("id"))
    return DossierDetail(
        info=dossier.to_info(),
        version_id=dossier.version_id,
        case=dossier.case,
        data=dossier.data,
        papers=tuple(p.to_info() for p in dossier.papers.filter(withdrawn_at=None).order_by("id")),
        supplements=supplements,
        timeline=tuple(_entry(e) for e in events),
        next_step=what_is_next(dossier, supplements),
        reasons=_reasons(dossier, events),
        draft_result=dossier.draft_result,
        result_token=dossier.result_token,
        result_file_id=dossier.result_file_id,
        delivery=Delivery(dossier.delivery),
        clock=_clock(dossier, events),
        fee_request_id=dossier.fee_request_id,
        filing=mandates.find_filing(dossier.id),
        letters=letters_of(dossier),
        apologies=tuple(a.to_info() for a in dossier.apologies.order_by("ordinal")),
    )


def _clock(dossier: Dossier, events: Sequence[TimelineEvent]) -> tuple[ClockOperationInfo, ...]:
    """Return what was done to the clock: its start is the reception's own line."""
    starts = [e for e in events if e.verb == "received"]
    ground = regime_of(dossier).clock_basis["start"]
    made = [ClockOperationInfo(e.at, ClockOperation.START, ground, e.who, None, e.planned_at) for e in starts]
    made += [entry.to_info() for entry in dossier.clock.order_by("id")]
    return tuple(sorted(made, key=lambda one: one.at))


def _reasons(dossier: Dossier, events: Sequence[TimelineEvent]) -> tuple[Reason, ...]:
    """Return why the dossier was refused or stopped, each reason with its legal ground."""
    if dossier.status not in (Status.REFUSED, Status.STOPPED, Status.WITHDRAWN):
        return ()
    ended = next((e for e in reversed(events) if e.verb in ("refused", "stopped", "stopped_at_wish")), None)
    return tuple(Reason(**one) for one in ended.facts.get("reasons", ())) if ended else ()


def _entry(event: TimelineEvent) -> TimelineEntry:
    return TimelineEntry(
        at=event.at,
        verb=event.verb,
        sentence=sentence(event.verb, event.facts),
        who=event.who,
        unit_name=event.unit_name,
        note=event.note,
        is_public=event.verb in PUBLIC,
        planned_at=event.planned_at,
        id=event.id,
    )


def what_is_next(dossier: Dossier, supplements: tuple[SupplementInfo, ...] = ()) -> NextStep:
    """Return owner, due time, next act and the citizen's sentence."""
    status = Status(dossier.status)
    step_sentence = ""
    if dossier.step_task:
        step = procedures.get_version(dossier.version_id).step(dossier.step_task)
        is_english = (get_language() or "vi").startswith("en")
        step_sentence = (is_english and step.citizen_en) or step.citizen
    if dossier.step_act == SIGNING:
        step_sentence = _(SIGNED_SOON)
    due_at = dossier.step_due_at
    if status is Status.DONE:
        due_at = dossier.promised_at
    elif status is Status.WAITING_SUPPLEMENT:
        due_at = _end_of_day(supplements)
    elif status is Status.WAITING_FEE and dossier.paused_at is not None:
        due_at = fee_due_at(dossier.paused_at)
    return next_step(
        status,
        unit_name=dossier.unit_name,
        step_title=_(dossier.step_title) if dossier.step_act == SIGNING else dossier.step_title,
        step_sentence=step_sentence,
        handler=_signer_of(dossier) or dossier.handler_name,
        due_at=due_at,
        again=moment_words(dossier.reappointed_at) if dossier.reappointed_at else "",
        desk_name=dossier.receiving_unit_name if dossier.delivery == Delivery.COUNTER else "",
    )


def _signer_of(dossier: Dossier) -> str:
    """Return who decided on a result that is being signed; "" when none is."""
    if dossier.step_act != SIGNING:
        return ""
    return str(dossier.signings.filter(state=SigningState.OPEN).values_list("signer_name", flat=True).first() or "")


def moment_words(moment: datetime) -> str:
    """Return a moment as people read it here: 09:00 25/11/2026."""
    return f"{to_local(moment):%H:%M %d/%m/%Y}"


def _end_of_day(supplements: tuple[SupplementInfo, ...]) -> datetime | None:
    waiting = next((s for s in supplements if s.answered_at is None), None)
    return datetime.combine(waiting.due_on, time(23, 59), LOCAL_ZONE) if waiting else None


LOOK_UPS: Final = 60


def look_up_throttled(code_or_token: str, *, address: str, now: datetime) -> PublicView:
    """Look up for the public: 60 wrong guesses a quarter of an hour from one address, then wait. Raises TooMany."""
    with identity.held_back("dossiers.look_up", address, limit=LOOK_UPS, now=now):
        return look_up(code_or_token)


def look_up(code_or_token: str) -> PublicView:
    """Return what anybody with the code or the printed QR may see: names masked, no number, no phone.

    The procedure's name is in the language of the page.

    Raises DossierNotFound. The caller throttles.
    """
    typed = code_or_token.strip()
    code = code_in(typed)
    wanted = {"code": code} if code else {"token": typed.upper().replace("-", "").replace(" ", "")[:16]}
    dossier = Dossier.objects.filter(**wanted).first()
    if dossier is None:
        raise DossierNotFound(
            _("Không có hồ sơ với mã này. Kiểm tra lại mã in trên giấy hẹn, ví dụ H61.12-261122-0001.")
        )
    status = Status(dossier.status)
    return PublicView(
        code=dossier.code,
        procedure_name=procedures.name_here(dossier.procedure_code, dossier.procedure_name),
        status=status,
        citizen_title=_(CITIZEN_TITLES[status]),
        tone=TONES[status],
        unit_name=dossier.unit_name,
        applicant_masked=dossier.applicant_name if dossier.disposed_at else mask_name(dossier.applicant_name),
        submitted_at=dossier.submitted_at,
        promised_at=dossier.promised_at,
        next_step=what_is_next(dossier, tuple(s.to_info() for s in dossier.supplements.filter(undone_at=None))),
    )
