"""One itemised supplement request, with the clock stopped, and its answer (Mẫu 02)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import letter_words
from tinhso.government.dossiers.access import OVERSEE, PROCESS, RECEIVE, access_dossier, access_own_dossier
from tinhso.government.dossiers.actions import _clock, letters
from tinhso.government.dossiers.actions._process import open_ready_work
from tinhso.government.dossiers.actions._signatures import by_file, require_sound
from tinhso.government.dossiers.actions._write import close_work, finish, note, open_receive_work, require_version
from tinhso.government.dossiers.actions.reuse import refuse_what_is_held
from tinhso.government.dossiers.data import DossierInfo, PaperForm, Status, SupplementItem
from tinhso.government.dossiers.errors import NothingAsked, NotYourStep, PapersMissing, SecondSupplement
from tinhso.government.dossiers.events import DossierSupplemented, SupplementAsked
from tinhso.government.dossiers.letter_data import LetterKind
from tinhso.government.dossiers.models import Dossier, DossierPaper, Supplement
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

MAX_ITEMS: Final = 20
ANSWER_DAYS: Final = 30
MAX_ANSWER_DAYS: Final = 366


@transaction.atomic
@outbox.gathering()
def ask_supplement(
    actor: Actor,
    *,
    dossier_id: UUID,
    items: Sequence[SupplementItem],
    contact: str = "",
    due_on: date | None = None,
    confirmed_by_head: bool = False,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Ask the applicant, once, for everything that is missing; the clock stops until they answer (Mẫu 02).

    The clock stops now; the letter is numbered with the act, and signed by the queue after it.
    Each item has a reason. A request more than the regime allows (the second) is refused with SecondSupplement unless
    the head, who oversees the unit, confirms; it is counted, and the national formula counts the dossier as late. The
    answer is due in 30 days, or on `due_on`: today at the earliest, a year from now at the latest. Raises NothingAsked
    without items or with another day, AlreadyInStore for what the applicant's store holds, IllegalMove in a state that
    does not allow it.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    _require_examiner(actor, dossier)
    require_version(dossier, expected_version)
    asked = [_bounded(item) for item in items if item.name.strip() and item.reason.strip()][:MAX_ITEMS]
    if not asked:
        raise NothingAsked(
            _("Ghi ít nhất một giấy tờ cần bổ sung và lý do."),
            fields={"items": _("Ghi giấy tờ cần bổ sung và lý do")},
        )
    refuse_what_is_held(dossier, asked, now=now)
    regime = regime_of(dossier)
    is_over = dossier.supplement_count >= regime.supplements
    if is_over and not (confirmed_by_head and actor.may(OVERSEE, dossier.unit_id)):
        raise SecondSupplement
    before = Status(dossier.status)
    dossier.status = lifecycle.move(before, Move.ASK_SUPPLEMENT)
    dossier.supplement_count += 1
    ordinal = dossier.supplements.count() + 1
    task = dossier.step_task
    close_work(dossier, actor=actor, now=now)
    held = letters.take_number(actor, dossier, LetterKind.SUPPLEMENT, now=now)
    request = Supplement(
        dossier=dossier,
        ordinal=ordinal,
        number=held.code,
        asked_at=now,
        asked_by=actor.name,
        asked_while=before,
        contact=contact.strip()[:200],
        due_on=_answer_day(due_on, local_day(now)),
        items=[asdict(item) for item in asked],
        confirmed_by=actor.name if is_over else "",
    )
    stopped = _clock.pause(actor, dossier, ground=regime.clock_basis["supplement"], now=now)
    names = "; ".join(item.name for item in asked)
    facts = {"items": names, "before": int(before), "count": dossier.supplement_count}
    line = note(actor, dossier, "supplement_asked", now=now, task=task, facts=facts)
    finish(
        actor,
        dossier,
        line,
        verb="dossiers.supplement_asked",
        facts=[SupplementAsked(dossier.id, request.id)],
        now=now,
    )
    request.save(force_insert=True)
    stopped.save(force_insert=True)
    said = letter_words.supplement(dossier, request)
    letters.put_out(actor, dossier, LetterKind.SUPPLEMENT, held=held, event=line, data=said, now=now)
    return dossier.to_info()


def _answer_day(due_on: date | None, today: date) -> date:
    day = due_on or today + timedelta(days=ANSWER_DAYS)
    if not today <= day <= today + timedelta(days=MAX_ANSWER_DAYS):
        words = _("Chọn hạn bổ sung từ hôm nay đến một năm sau.")
        raise NothingAsked(words, fields={"due_on": words})
    return day


def _bounded(item: SupplementItem) -> SupplementItem:
    """Return an item as it fits on the request and on the paper that answers it."""
    return SupplementItem(
        item.component.strip()[:32], item.name.strip()[:300], item.reason.strip()[:1000], item.example.strip()[:500]
    )


def _require_examiner(actor: Actor, dossier: Dossier) -> None:
    """Before reception the desk asks, afterwards whoever processes. Raises NotYourStep."""
    ability = RECEIVE if dossier.received_at is None else PROCESS
    if not (actor.may(ability, dossier.unit_id) or actor.may(RECEIVE, dossier.unit_id)):
        raise NotYourStep(_("Chỉ người đang tiếp nhận hoặc thụ lý hồ sơ mới yêu cầu bổ sung được."))


@transaction.atomic
@outbox.gathering()
def supplement(
    actor: Actor,
    *,
    dossier_id: UUID,
    papers: Mapping[str, Sequence[UUID]],
    now: datetime,
) -> DossierInfo:
    """Answer the open request: at least one file for every item; the clock runs again (bổ sung hồ sơ).

    `papers` maps an item's component to file ids of this actor's. The promise moves by the working time we waited.
    Raises PapersMissing naming what is still open, SignatureBroken, IllegalMove when nothing was asked.
    """
    access_own_dossier(actor, dossier_id=dossier_id)
    _require_sound(actor, papers, now=now)
    dossier = access_own_dossier(actor, dossier_id=dossier_id, lock=True)
    lifecycle.move(Status(dossier.status), Move.SUPPLEMENT)
    return _answer(actor, dossier, papers, form=PaperForm.ELECTRONIC, now=now)


@transaction.atomic
@outbox.gathering()
def supplement_at_counter(
    actor: Actor,
    *,
    dossier_id: UUID,
    papers: Mapping[str, Sequence[UUID]],
    form: PaperForm,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Take what the applicant brought to the counter; an item without a scan counts as the paper itself.

    Promises and refuses what `supplement` does, for the desk that owns the dossier.
    """
    access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE)
    _require_sound(actor, papers, now=now)
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE, lock=True)
    require_version(dossier, expected_version)
    lifecycle.move(Status(dossier.status), Move.SUPPLEMENT)
    return _answer(actor, dossier, papers, form=form, now=now)


def _require_sound(actor: Actor, papers: Mapping[str, Sequence[UUID]], *, now: datetime) -> None:
    """Look at files before the dossier is locked: fetching them and checking signatures may take its time."""
    components = by_file(papers)
    require_sound(files.require_own(actor, file_ids=list(components)), components=components, now=now)


def _answer(
    actor: Actor,
    dossier: Dossier,
    papers: Mapping[str, Sequence[UUID]],
    *,
    form: PaperForm,
    now: datetime,
) -> DossierInfo:
    request = Supplement.objects.select_for_update().get(dossier=dossier, answered_at=None, undone_at=None)
    rows = [
        DossierPaper(
            dossier=dossier,
            component=item["component"],
            name=item["name"],
            form=form,
            file_id=file_id,
            supplement=request,
        )
        for item in request.items
        for file_id in _handed_in(papers.get(item["component"]) or (), form)
    ]
    given = {row.component for row in rows}
    missing = {
        i["component"]: _("Thêm %(paper)s") % {"paper": i["name"]} for i in request.items if i["component"] not in given
    }
    if missing:
        raise PapersMissing(fields={f"papers/{code}": words for code, words in missing.items()})
    request.answered_at = now
    request.save(update_fields=["answered_at"])
    DossierPaper.objects.bulk_create(rows)
    _resume(actor, dossier, request, now=now)
    line = note(actor, dossier, "supplemented", now=now, planned_at=dossier.promised_at)
    finish(
        actor,
        dossier,
        line,
        verb="dossiers.supplemented",
        facts=[DossierSupplemented(dossier.id, request.id, dossier.promised_at)],
        now=now,
    )
    return dossier.to_info()


def _handed_in(file_ids: Sequence[UUID], form: PaperForm) -> list[UUID | None]:
    """Return what was handed in for one item: its files, or at the counter the paper itself without a scan."""
    return list(file_ids) or ([] if form is PaperForm.ELECTRONIC else [None])


def _resume(actor: Actor, dossier: Dossier, request: Supplement, *, now: datetime) -> None:
    """Let the clock run again and put the dossier back where it was."""
    received = dossier.received_at is not None
    dossier.status = lifecycle.supplemented(
        was_received=received,
        was_processing=request.asked_while == Status.PROCESSING,
    )
    ground = regime_of(dossier).clock_basis["supplement"]
    _clock.resume(actor, dossier, ground=ground, now=now).save(force_insert=True)
    if received:
        open_ready_work(dossier, now=now)
    else:
        open_receive_work(dossier, now=now)
