"""The fee of a dossier, between two rooms: what procedures say is due, asked through the door of payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.government.dossiers.actions import _clock
from tinhso.government.dossiers.actions._write import note
from tinhso.government.dossiers.data import Channel, Status
from tinhso.government.dossiers.events import FeeAsked
from tinhso.government.dossiers.models import ClockEntry, Dossier, TimelineEvent
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.rules.next_step import fee_due_at
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import SYSTEM, Actor

SUBJECT_KIND: Final = "dossiers.dossier"
BEFORE_PROCESSING: Final = "before_processing"


@dataclass(frozen=True, slots=True)
class FeeWait:
    """What is to be written when a dossier begins to wait for money; the dossier itself is changed already."""

    line: TimelineEvent
    fact: FeeAsked
    clock: ClockEntry


def money_words(amount: int) -> str:
    """Return an amount as people read it: 8.000 ₫."""
    return f"{amount:,} ₫".replace(",", ".")


def lines_due(
    dossier: Dossier, version: procedures.ProcedureVersion, *, exemption: str = "", collect: str = ""
) -> tuple[procedures.FeeDue, ...]:
    """Return what this dossier has to pay."""
    channel = "counter" if dossier.channel == Channel.COUNTER else "online"
    return procedures.fee_due(version, dossier.case, channel, exemption, data=dossier.data, collect=collect)


def fee_before_processing(
    actor: Actor, dossier: Dossier, version: procedures.ProcedureVersion, *, now: datetime
) -> FeeWait | None:
    """Let a dossier just received wait for what is to be paid before it is processed; None when that is nothing."""
    if not any(fee.collect == BEFORE_PROCESSING for fee in version.fees):
        return None
    papers = {paper.component for paper in dossier.papers.filter(withdrawn_at=None)} if version.exemptions else set()
    claimed = procedures.exemption_claimed(version, dossier.data, papers)
    due = lines_due(dossier, version, exemption=claimed.code if claimed else "", collect=BEFORE_PROCESSING)
    return wait_for(actor, dossier, due, now=now) if due else None


def wait_for(
    actor: Actor, dossier: Dossier, due: Sequence[procedures.FeeDue], *, verb: str = "fee_asked", now: datetime
) -> FeeWait:
    """Ask for the money, stop the clock, and say so; nothing is written but the request."""
    before = Status(dossier.status)
    dossier.status = lifecycle.move(before, Move.ASK_FEE)
    request = request_for(actor, dossier, due, now=now)
    dossier.fee_request_id = request.id
    clock = _clock.pause(actor, dossier, ground=regime_of(dossier).clock_basis["fee"], now=now)
    facts = {"amount": money_words(request.total.amount), "before": int(before), "request": str(request.id)}
    line = note(actor, dossier, verb, now=now, task=dossier.step_task, facts=facts)
    return FeeWait(line, FeeAsked(dossier.id, request.id), clock)


def request_for(
    actor: Actor, dossier: Dossier, due: Sequence[procedures.FeeDue], *, purpose: str = "fee", now: datetime
) -> payments.RequestInfo:
    """Ask payments for these lines; the same lines asked twice for a purpose are one request."""
    return payments.request_payment(
        actor,
        subject_kind=SUBJECT_KIND,
        subject_id=dossier.id,
        subject_code=dossier.code,
        title=_("Phí, lệ phí: %(procedure)s") % {"procedure": dossier.procedure_name},
        payer_name=dossier.applicant_name,
        payer_account_id=dossier.applicant_account_id,
        unit_id=dossier.unit_id,
        items=[
            payments.FeeItem(one.code, one.name, payments.FeeKind(one.kind), one.amount, one.quantity) for one in due
        ],
        due_at=fee_due_at(now),
        purpose=purpose,
        now=now,
    )


def cancel_fee(dossier: Dossier, *, now: datetime) -> None:
    """Ask no longer for money of a dossier that has ended or owes something else. What is paid is left to payments.

    A request that is not this dossier's alone (`fees.share_fee`) stays: whoever asked for it decides.
    """
    if dossier.fee_request_id is None:
        return
    request = payments.get_request(dossier.fee_request_id)
    if request.subject_id != dossier.id:
        return
    if request.status in (payments.RequestStatus.OPEN, payments.RequestStatus.PART_PAID):
        reason = _("Hồ sơ không còn phải nộp khoản này.")
        payments.cancel_request(SYSTEM, request_id=request.id, reason=reason, now=now)


GIVEN_BACK: Final = frozenset({payments.RequestStatus.REFUNDING, payments.RequestStatus.REFUNDED})


def ask_again(actor: Actor, dossier: Dossier, *, now: datetime) -> None:
    """Ask anew for what is asked no longer, or was given back, while the dossier had ended by mistake.

    One that is still open, or was paid meanwhile, stays the one that is waited for; so does one shared with others
    that still stands (`fees.share_fee`).
    """
    if dossier.fee_request_id is None:
        return
    old = payments.get_request(dossier.fee_request_id)
    if old.status is not payments.RequestStatus.CANCELLED and old.status not in GIVEN_BACK:
        return
    own = old if old.subject_id == dossier.id else _own_request(dossier, old)
    due = [procedures.FeeDue(i.code, i.title, i.kind.value, i.quantity, i.amount, i.amount) for i in own.items]
    purpose = f"fee-{str(own.id)[-12:]}" if own.status in GIVEN_BACK else own.purpose
    dossier.fee_request_id = request_for(actor, dossier, due, purpose=purpose, now=now).id


def _own_request(dossier: Dossier, shared: payments.RequestInfo) -> payments.RequestInfo:
    """Return what was asked of this dossier alone before it shared a request."""
    line = last_ask(dossier)
    asked = str(line.facts.get("request") or "") if line else ""
    return payments.get_request(UUID(asked)) if asked else shared


def last_ask(dossier: Dossier) -> TimelineEvent | None:
    """Return the line with which the money was asked for last."""
    return dossier.timeline.filter(verb__in=("fee_asked", "fee_reopened")).order_by("-id").first()
