"""The promise set anew: with an apology signed by the head (Mẫu số 04), or reckoned again after a mistake."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import letter_words
from tinhso.government.dossiers.access import OVERSEE, SIGN, access_dossier
from tinhso.government.dossiers.actions import _clock, letters
from tinhso.government.dossiers.actions._write import APOLOGY_WORK, finish, note, require_version
from tinhso.government.dossiers.data import Channel, ClockOperation, DossierInfo, Status
from tinhso.government.dossiers.errors import BadDay, IllegalMove, NothingAsked
from tinhso.government.dossiers.events import DossierExtended, PromiseRecomputed
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Apology, Dossier
from tinhso.government.dossiers.queries.editions import edition_of
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import extension, lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day, to_local

MIN_REASON: Final = 10


@transaction.atomic
@outbox.gathering()
def extend(
    actor: Actor,
    *,
    dossier_id: UUID,
    new_day: date,
    reason: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Apologise, say why, and promise another day; the slip is numbered and signed with the head's key (Mẫu 04).

    Decided before the promise has passed (by the notice the regime asks for), it moves the promise. Later it
    tells the applicant the new day, and the dossier stays late. Once a dossier. The new moment is `new_day` at the time
    of day of the old promise. It holds at once; the slip is signed by the queue, and sealed where the agency has a seal
    key. Raises NotYourStep unless the actor signs for the unit, IllegalMove unless the clock
    runs, AlreadyExtended, BadDay, NothingAsked without a reason.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    lifecycle.move(Status(dossier.status), Move.EXTEND)
    regime, old, why = regime_of(dossier), _promise(dossier), _reason(reason)
    given = dossier.apologies.count()
    extension.require_another(regime, given)
    new = _moment(dossier, old, new_day, now)
    last = calendar.subtract_working_time(old, regime.extension_notice, unit_id=dossier.unit_id)
    late = extension.is_late(now, last)
    held = letters.take_number(actor, dossier, LetterKind.APOLOGY, now=now)
    apology = Apology(
        dossier=dossier,
        ordinal=given + 1,
        number=held.code,
        reason=why,
        signed_at=now,
        signed_by=actor.name,
        old_promise=old,
        new_promise=new,
        is_late=late,
    )
    operation = ClockOperation.APOLOGISE if late else ClockOperation.EXTEND
    if not late:
        dossier.promised_at = new
    dossier.reappointed_at, dossier.apology_due_at = new, None
    line = _clock.entry(actor, dossier, operation, ground=regime.extension_basis, old=old, now=now)
    work.close_items(subject_id=dossier.id, kind=APOLOGY_WORK, actor=actor, now=now)
    verb = "apologised" if late else "extended"
    facts = {"when": f"{to_local(new):%H:%M %d/%m/%Y}", "number": apology.number}
    told = note(actor, dossier, verb, now=now, text=why, planned_at=new, facts=facts)
    announced = DossierExtended(dossier.id, old, new, late)
    finish(actor, dossier, told, verb=f"dossiers.{verb}", facts=[announced], now=now)
    apology.save(force_insert=True)
    line.save(force_insert=True)
    said = letter_words.apology(actor, dossier, apology, title=regime.extension_title)
    letters.put_out(actor, dossier, LetterKind.APOLOGY, held=held, event=told, data=said, now=now)
    return dossier.to_info()


def _promise(dossier: Dossier) -> datetime:
    if dossier.promised_at is None:
        raise IllegalMove(_("Hồ sơ chưa được tiếp nhận nên chưa có ngày hẹn trả."))
    return dossier.promised_at


def _reason(reason: str) -> str:
    why = reason.strip()[:1000]
    if len(why) < MIN_REASON:
        words = _("Ghi lý do để người nộp hiểu vì sao (ít nhất 10 ký tự).")
        raise NothingAsked(words, fields={"reason": words})
    return why


def _moment(dossier: Dossier, old: datetime, new_day: date, now: datetime) -> datetime:
    """Return the new promise: the day chosen, at the hour people know already. Raises BadDay."""
    is_working = calendar.is_working_day(new_day, unit_id=dossier.unit_id)
    extension.require_later(new_day, promised_on=local_day(old), today=local_day(now), is_working_day=is_working)
    same_hour = datetime.combine(new_day, to_local(old).time(), LOCAL_ZONE)
    moment = calendar.next_working_moment(same_hour, unit_id=dossier.unit_id)
    return moment if local_day(moment) == new_day else same_hour


@transaction.atomic
@outbox.gathering()
def recompute(
    actor: Actor,
    *,
    dossier_id: UUID,
    reason: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Reckon the promise again from the receipt, by the calendar as it is now and the waits on record.

    For a day off decided after the promise was made, or a mistake mended. Whoever oversees the unit may. Raises
    NothingAsked without a reason or when nothing changes, IllegalMove while the clock stands and after an extension:
    what was signed is not reckoned away.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=OVERSEE, lock=True)
    require_version(dossier, expected_version)
    lifecycle.move(Status(dossier.status), Move.EXTEND)
    old, why = _promise(dossier), _reason(reason)
    if dossier.reappointed_at is not None:
        raise IllegalMove(_("Hồ sơ đã có phiếu xin lỗi ghi ngày hẹn lại, không tính lại được."))
    new = promise_from_record(dossier)
    if new == old:
        raise BadDay(_("Tính lại vẫn ra đúng ngày hẹn trả đang có. Không cần thay đổi."))
    dossier.promised_at = new
    ground = regime_of(dossier).clock_basis["start"]
    line = _clock.entry(actor, dossier, ClockOperation.RECOMPUTE, ground=ground, old=old, now=now)
    facts = {"when": f"{to_local(new):%H:%M %d/%m/%Y}"}
    told = note(actor, dossier, "recomputed", now=now, text=why, planned_at=new, facts=facts)
    announced = PromiseRecomputed(dossier.id, old, new)
    finish(actor, dossier, told, verb="dossiers.recomputed", facts=[announced], now=now)
    line.save(force_insert=True)
    return dossier.to_info()


def promise_from_record(dossier: Dossier) -> datetime:
    """Return the promise as the receipt, the allowance and the waits on record make it."""
    received = dossier.received_at
    if received is None:
        raise IllegalMove(_("Hồ sơ chưa được tiếp nhận nên chưa có ngày hẹn trả."))
    version = edition_of(dossier)
    channel = "counter" if dossier.channel == Channel.COUNTER else "online"
    allowance = procedures.allowance_for(version, dossier.case, channel)
    promise = calendar.add_working_time(received, allowance, unit_id=dossier.unit_id)
    paused: datetime | None = None
    for line in dossier.clock.filter(at__gte=received).order_by("id"):
        if line.operation in (ClockOperation.PAUSE, ClockOperation.PAUSE_LATE):
            paused = line.at
        elif line.operation == ClockOperation.RESUME and paused is not None:
            promise = calendar.shift(promise, paused_at=paused, resumed_at=line.at, unit_id=dossier.unit_id)
            paused = None
        elif line.operation == ClockOperation.CANCEL:
            paused = None
    return promise
