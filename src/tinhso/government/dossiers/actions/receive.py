"""The desk: receive with a promise, refuse with reasons."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers import letter_words
from tinhso.government.dossiers.access import RECEIVE, access_dossier
from tinhso.government.dossiers.actions import letters
from tinhso.government.dossiers.actions._fee import fee_before_processing
from tinhso.government.dossiers.actions._process import process_of
from tinhso.government.dossiers.actions._write import close_work, finish, note, open_step_work, require_version
from tinhso.government.dossiers.actions.submit import file_at_counter
from tinhso.government.dossiers.data import Channel, Delivery, DossierInfo, PaperInput, Reason, Status
from tinhso.government.dossiers.errors import NothingAsked
from tinhso.government.dossiers.events import DossierReceived, DossierRefused, DossierTransferred
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.editions import edition_of
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.events import Event


@transaction.atomic
@outbox.gathering()
def receive(actor: Actor, *, dossier_id: UUID, expected_version: int | None = None, now: datetime) -> DossierInfo:
    """Take a submitted dossier in and promise a time (tiếp nhận, hẹn trả kết quả; Mẫu 01).

    The promise is counted by the working calendar and moves only while we wait for the applicant. The internal process
    begins; where a fee is to be paid before it, the dossier waits for the money at once and its clock stands. Raises
    DossierNotFound when this desk does not own it, IllegalMove when it is past intake,
    SomebodyElseActed when the page was out of date.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE, lock=True)
    require_version(dossier, expected_version)
    lifecycle.move(Status(dossier.status), Move.RECEIVE)
    close_work(dossier, actor=actor, now=now)
    return take_in(actor, dossier, now=now)


@transaction.atomic
@outbox.gathering()
def receive_at_counter(  # noqa: PLR0913 - what a desk takes in is these facts
    actor: Actor,
    *,
    procedure_code: str,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput] = (),
    delivery: Delivery = Delivery.COUNTER,
    for_unit: UUID | None = None,
    helper: mandates.Helper | None = None,
    now: datetime,
) -> DossierInfo:
    """File and receive what an applicant hands in at the counter, in one transaction.

    `unit_id` is the desk's unit. `for_unit` names the unit that decides when it is another one of the province
    (tiếp nhận không phụ thuộc địa giới hành chính, from 1 July 2025): the code and the receipt are the desk's, the
    dossier goes to that unit at once, and the desk keeps seeing it and hands the result over. `helper` is who hands it
    in for the applicant (nộp hộ), or writes for them. Raises what `submit` and `receive` raise; NotOffered when the law
    of the day or the units do not allow it; BadMandate naming what is wrong of the helper, as `helper/<field>`.
    """
    dossier = file_at_counter(
        actor,
        procedure_code=procedure_code,
        unit_id=unit_id,
        data=data,
        papers=papers,
        delivery=delivery,
        for_unit=for_unit,
        now=now,
    )
    if helper is not None:
        _note_helper(actor, dossier, helper, now=now)
    return take_in(actor, dossier, now=now)


def _note_helper(actor: Actor, dossier: Dossier, helper: mandates.Helper, *, now: datetime) -> None:
    try:
        mandates.note_helper(actor, subject_kind="dossier", subject_id=dossier.id, helper=helper, now=now)
    except mandates.BadMandate as refusal:
        fields = {f"helper/{name}": sentence for name, sentence in refusal.fields.items()}
        raise mandates.BadMandate(refusal.sentence, fields=fields) from None


def take_in(actor: Actor, dossier: Dossier, *, now: datetime) -> DossierInfo:
    """Promise a time and begin the internal process: what every reception does, whoever received."""
    version = edition_of(dossier)
    allowance = procedures.allowance_for(version, dossier.case, _channel_word(dossier))
    dossier.status = lifecycle.move(Status(dossier.status), Move.RECEIVE)
    dossier.received_at, dossier.received_by = now, actor.name
    dossier.promised_at = calendar.add_working_time(now, allowance, unit_id=dossier.unit_id)
    progress = workflow.start(version.process_key, subject_id=process_of(dossier), data={})
    lines = [note(actor, dossier, "received", now=now, planned_at=dossier.promised_at)]
    facts: list[Event] = [DossierReceived(dossier.id, dossier.promised_at)]
    if dossier.receiving_unit_id is not None:
        words = {"to": dossier.unit_name, "from_unit": dossier.receiving_unit_name}
        lines.append(note(actor, dossier, "transferred", now=now, facts=words))
        facts.append(DossierTransferred(dossier.id, dossier.receiving_unit_id, dossier.unit_id))
    fee = fee_before_processing(actor, dossier, version, now=now)
    for ready in () if fee else progress.ready:
        open_step_work(dossier, version.step(ready.task), assignee=None, now=now)
    if fee:
        lines.append(fee.line)
        facts.append(fee.fact)
    finish(actor, dossier, *lines, verb="dossiers.received", facts=facts, now=now)
    if fee:
        fee.clock.save(force_insert=True)
    return dossier.to_info()


def _channel_word(dossier: Dossier) -> str:
    return "counter" if dossier.channel == Channel.COUNTER else "online"


@transaction.atomic
@outbox.gathering()
def refuse(
    actor: Actor,
    *,
    dossier_id: UUID,
    reasons: Sequence[Reason],
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Refuse to take a dossier in, each reason with its legal ground (Mẫu 03, phiếu từ chối tiếp nhận).

    Also one that waits for a supplement and was never received. The letter is numbered in the outgoing register with
    the act, and signed by the queue after it. Raises NothingAsked without a reason, IllegalMove when
    it is past intake.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE, lock=True)
    require_version(dossier, expected_version)
    given = [r for r in reasons if r.text.strip()]
    if not given:
        raise NothingAsked(
            _("Ghi ít nhất một lý do từ chối và căn cứ pháp lý."), fields={"reasons": _("Ghi lý do từ chối")}
        )
    was_received, before = dossier.received_at is not None, int(dossier.status)
    dossier.status = lifecycle.end(Status(before), Move.REFUSE, was_received=was_received)
    dossier.finished_at, dossier.paused_at = now, None
    close_work(dossier, actor=actor, now=now)
    facts: dict[str, Any] = {
        "reasons": [{"text": r.text.strip()[:1000], "basis": r.basis.strip()[:500]} for r in given[:20]]
    }
    held = letters.take_number(actor, dossier, LetterKind.REFUSAL, now=now)
    facts |= {"before": before, "number": held.code}
    line = note(actor, dossier, "refused", now=now, text="; ".join(r.text for r in given), facts=facts)
    finish(actor, dossier, line, verb="dossiers.refused", facts=[DossierRefused(dossier.id)], now=now)
    said = letter_words.refusal(dossier, line, number=held.code)
    letters.put_out(actor, dossier, LetterKind.REFUSAL, held=held, event=line, data=said, now=now)
    return dossier.to_info()
