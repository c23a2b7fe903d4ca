"""What people do to a dossier, one act after another, by the public doors and at the moments of the year.

Each act takes the scene and what is to be done next to a dossier (`Open`), does it, and returns what comes next; None
when nothing does. What a room refuses (DomainError) is counted by the caller, and the dossier stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from tinhso.entry.year import papers
from tinhso.entry.year.offices import Offer, Office
from tinhso.entry.year.people import account_of, answers_of, applicant, somebody
from tinhso.entry.year.plan import Fate, dice_for, fate_of
from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.kernel.clock import local_day
from tinhso.kernel.money import Dong

HOUR: Final = timedelta(hours=1)
PATIENCE: Final = 20
"""So often money that has not been told of yet is waited for."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is to be done next to a dossier. `key` decides its fate; texts, so that it goes into JSON as it is."""

    key: str
    at: str
    do: str
    id: str = ""
    account: str = ""
    task: str = ""
    act: str = ""
    role: str = ""
    handler: str = ""
    promised: str = ""
    target: str = ""
    done: str = ""
    tries: int = 0

    @property
    def moment(self) -> datetime:
        """When."""
        return datetime.fromisoformat(self.at)

    @property
    def fate(self) -> Fate:
        """What becomes of it."""
        return _fate(self.key)

    def to_json(self) -> dict[str, Any]:
        """Return it for the journal."""
        return {key: value for key, value in asdict(self).items() if value}


_fate = lru_cache(maxsize=20_000)(fate_of)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where: an office, at a moment."""

    office: Office
    now: datetime


def choose(office: Office, key: str) -> tuple[Offer, Mapping[str, Any]]:
    """Return what a dossier asks for, always the same for its key."""
    dice = dice_for("what", key)
    offer = dice.choices(office.offers, office.weights)[0]
    return offer, dice.choice(offer.online if _online(offer, key) else offer.counter)


def _online(offer: Offer, key: str) -> bool:
    return bool(offer.online) and _fate(key).online


def _after(moment: datetime, wait: timedelta) -> str:
    return calendar.next_working_moment(moment + wait).isoformat()


def file(scene: Scene, todo: Open) -> Open | None:
    """File on line, or at the counter, where it is received at once and the receipt printed."""
    offer, example = choose(scene.office, todo.key)
    dice = dice_for("who", todo.key)
    person = somebody(dice, scene.office)
    common: dict[str, Any] = {
        "procedure_code": offer.code,
        "unit_id": scene.office.id,
        "data": answers_of(example, person),
    }
    if _online(offer, todo.key):
        citizen = account_of(person, now=scene.now)
        handed_in = papers.scans(citizen, example["papers"], dice, now=scene.now)
        info = dossiers.submit_directly(citizen, papers=handed_in, now=scene.now, **common)
        kept = replace(todo, id=str(info.id), account=str(citizen.account_id))
        return replace(kept, do="receive", at=_after(scene.now, timedelta(minutes=dice.randint(10, 200))))
    desk = scene.office.somebody("one_stop_officer", dice)
    info = dossiers.receive_at_counter(desk, papers=papers.seen(example["papers"]), now=scene.now, **common)
    dossiers.print_paper(desk, dossier_id=info.id, paper="receipt", now=scene.now)
    return _promised(scene, replace(todo, id=str(info.id)), info)


def receive(scene: Scene, todo: Open) -> Open | None:
    """Look into what came on line: take it in and print the receipt, or refuse it."""
    desk, dossier_id = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key)), UUID(todo.id)
    if todo.fate.refused:
        why = dossiers.Reason("Giấy tờ nộp kèm không phải của người được yêu cầu.", "Điều 17 Nghị định 61/2018/NĐ-CP")
        with dossiers.without_time_stamps():
            dossiers.refuse(desk, dossier_id=dossier_id, reasons=[why], now=scene.now)
        dossiers.settle_signing(desk, dossier_id=dossier_id, now=scene.now)
        return None
    info = dossiers.receive(desk, dossier_id=dossier_id, now=scene.now)
    dossiers.print_paper(desk, dossier_id=dossier_id, paper="receipt", now=scene.now)
    return _promised(scene, todo, info)


def _promised(scene: Scene, todo: Open, info: DossierInfo) -> Open:
    """Decide when the result will be signed, in the time that was promised or after it."""
    whole = (info.promised_at or scene.now) - scene.now
    target = scene.now + whole * todo.fate.pace
    kept = replace(todo, promised=str(info.promised_at or ""), target=target.isoformat())
    if info.status is Status.WAITING_FEE:
        return replace(kept, do="pay", at=_after(scene.now, HOUR * (1 + 40 * todo.fate.rest)))
    return _next(scene, kept, info)


def _next(scene: Scene, todo: Open, info: DossierInfo) -> Open:
    """Go on with the step the dossier stands at, spread evenly until the day of signing."""
    left = max(datetime.fromisoformat(todo.target) - scene.now, HOUR)
    steps = {"sign": 1, "review": 2}.get(info.step_act, 3)
    handler = str(info.handler_id or "")
    kept = replace(todo, task=info.step_task, act=info.step_act, role=info.step_role, handler=handler, tries=0)
    return replace(kept, do="work", at=_after(scene.now, left / steps))


def pay(scene: Scene, todo: Open) -> Open | None:
    """Pay what was asked, by bank or in cash at the desk; the ledger's event lets the dossier go on."""
    desk = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key))
    request = _request_of(desk, todo)
    if request is not None and todo.fate.by_bank:
        account = payments.qr_of(request.id).account
        payments.book_notice(
            payments.RawNotice(
                bank=account.bank,
                transaction_id=f"NAM-{todo.key}",
                account_number=account.number,
                amount=request.total.amount,
                text=request.code,
                happened_at=scene.now,
            ),
            source="webhook",
            now=scene.now,
        )
    elif request is not None:
        papers.with_drawer(desk, lambda: _cash(desk, request, scene.now), now=scene.now)
    return replace(todo, do="look", at=_after(scene.now, HOUR * 4))


def _request_of(desk: Any, todo: Open) -> payments.RequestInfo | None:
    asked = dossiers.get_dossier(desk, dossier_id=UUID(todo.id)).fee_request_id
    request = payments.get_request(asked) if asked else None
    return request if request and request.status is payments.RequestStatus.OPEN else None


def _cash(desk: Any, request: payments.RequestInfo, now: datetime) -> None:
    payments.take_cash(desk, request_id=request.id, tendered=Dong(request.total.amount), now=now)


def look(scene: Scene, todo: Open) -> Open | None:
    """See whether the money was told of; look again tomorrow if not."""
    desk = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key))
    info = dossiers.get_dossier(desk, dossier_id=UUID(todo.id)).info
    if info.status is not Status.WAITING_FEE:
        return _next(scene, todo, info)
    waited = replace(todo, tries=todo.tries + 1, at=_after(scene.now, HOUR * 24))
    return waited if waited.tries < PATIENCE else None


def work(scene: Scene, todo: Open) -> Open | None:
    """Take the current step; on the way there a few are supplemented, extended, ended or sent back."""
    for wanted, name, act in (
        (todo.fate.ended, "ended", _end),
        (todo.fate.supplemented and todo.role == "specialist", "supplemented", _supplement),
        (todo.fate.extended, "extended", _extend),
        (todo.fate.sent_back and todo.act == "sign", "sent_back", _send_back),
    ):
        if wanted and name not in todo.done.split():
            return act(scene, replace(todo, done=f"{todo.done} {name}".strip()))
    return _ACTS.get(todo.act, _step)(scene, todo)


def _end(scene: Scene, todo: Open) -> None:
    desk = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key))
    dossier_id = UUID(todo.id)
    with dossiers.without_time_stamps():
        _ended(scene, todo)
        for one in dossiers.get_dossier(desk, dossier_id=dossier_id).letters:
            if one.has_failed:  # the applicant ended it, and nobody of the desk was there to sign
                dossiers.sign_letter(desk, dossier_id=dossier_id, letter_id=one.id, now=scene.now)
    dossiers.settle_signing(desk, dossier_id=dossier_id, now=scene.now)


def _ended(scene: Scene, todo: Open) -> None:
    dossier_id = UUID(todo.id)
    if todo.fate.ended == "stopped":
        who = scene.office.somebody("specialist", dice_for("by", todo.key))
        why = dossiers.Reason("Không đủ điều kiện giải quyết theo kết quả thẩm tra.", "Nghị định 61/2018/NĐ-CP")
        dossiers.stop(who, dossier_id=dossier_id, reasons=[why], now=scene.now)
    elif todo.account:
        dossiers.withdraw(applicant(todo.account), dossier_id=dossier_id, reason="Không còn nhu cầu", now=scene.now)
    else:
        desk = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key))
        dossiers.stop_at_wish(desk, dossier_id=dossier_id, reason="Không còn nhu cầu", now=scene.now)


def _supplement(scene: Scene, todo: Open) -> Open:
    who = _doer(scene, todo)
    offer, _ = choose(scene.office, todo.key)
    wanted = procedures.get_current(offer.code, on=local_day(scene.now)).components[-1]
    item = dossiers.SupplementItem(wanted.code, wanted.name, "Ảnh chụp mờ, không đọc được.", "Ảnh rõ bốn góc")
    with dossiers.without_time_stamps():
        dossiers.ask_supplement(who, dossier_id=UUID(todo.id), items=[item], now=scene.now)
    dossiers.settle_signing(who, dossier_id=UUID(todo.id), now=scene.now)
    wait = timedelta(days=1 + 11 * todo.fate.rest)
    return replace(todo, do="answer", at=_after(scene.now, wait), task=wanted.code)


def answer(scene: Scene, todo: Open) -> Open | None:
    """Bring what was asked, on line or to the desk; what is left of the time moves along."""
    dossier_id, wanted = UUID(todo.id), todo.task
    if todo.account:
        citizen = applicant(todo.account)
        (paper,) = papers.scans(citizen, [wanted], dice_for("again", todo.key), now=scene.now)
        brought = {wanted: [paper.file_id] if paper.file_id else []}
        info = dossiers.supplement(citizen, dossier_id=dossier_id, papers=brought, now=scene.now)
    else:
        desk = scene.office.somebody("one_stop_officer", dice_for("desk", todo.key))
        original = dossiers.PaperForm.ORIGINAL
        info = dossiers.supplement_at_counter(
            desk, dossier_id=dossier_id, papers={wanted: []}, form=original, now=scene.now
        )
    left = (info.promised_at or scene.now) - scene.now
    return _next(scene, replace(todo, target=(scene.now + left * min(todo.fate.pace, 2)).isoformat()), info)


def _extend(scene: Scene, todo: Open) -> Open:
    leader = scene.office.somebody("leader", dice_for("leader", todo.key))
    day = local_day(calendar.next_working_moment(datetime.fromisoformat(todo.promised) + timedelta(days=7)))
    why = "Hồ sơ cần xác minh thêm tại cơ quan liên quan."
    with dossiers.without_time_stamps():
        dossiers.extend(leader, dossier_id=UUID(todo.id), new_day=day, reason=why, now=scene.now)
    info = dossiers.settle_signing(leader, dossier_id=UUID(todo.id), now=scene.now)
    return _next(scene, todo, info)


def _send_back(scene: Scene, todo: Open) -> Open | None:
    leader = _doer(scene, todo)
    offer, _ = choose(scene.office, todo.key)
    step = procedures.get_current(offer.code, on=local_day(scene.now)).step(todo.task)
    if "return" not in step.outcomes:
        return _sign(scene, todo)
    why = "Đối chiếu lại thông tin với giấy tờ đã nộp."
    info = dossiers.take_step(
        leader, dossier_id=UUID(todo.id), task=todo.task, outcome="return", remark=why, now=scene.now
    )
    return _next(scene, todo, info)


def _doer(scene: Scene, todo: Open) -> Any:
    handler = UUID(todo.handler) if todo.handler else None
    return scene.office.somebody(todo.role, dice_for("doer", todo.key, todo.role), account_id=handler)


def _draft(scene: Scene, todo: Open) -> Open:
    who, dossier_id = _doer(scene, todo), UUID(todo.id)
    _, example = choose(scene.office, todo.key)
    texts = {
        one.key: one.value or ("Không" if one.required else "")
        for one in dossiers.draft_fields(who, dossier_id=dossier_id)
    }
    texts |= example.get("draft") or {}
    dossiers.draft_result(who, dossier_id=dossier_id, fields=texts, now=scene.now)
    return _step(scene, todo)


def _step(scene: Scene, todo: Open) -> Open:
    who = _doer(scene, todo)
    given = None
    if todo.act == "assign":
        given = scene.office.somebody("specialist", dice_for("given", todo.key)).account_id
    info = dossiers.take_step(who, dossier_id=UUID(todo.id), task=todo.task, handler_id=given, now=scene.now)
    return _next(scene, todo, info)


def _sign(scene: Scene, todo: Open) -> Open:
    who, dossier_id = _doer(scene, todo), UUID(todo.id)
    info = dossiers.sign_example(who, dossier_id=dossier_id, now=scene.now)
    if todo.fate.corrected and "corrected" not in todo.done.split():
        why = "Sai họ tên người được xác nhận trong kết quả."
        info = dossiers.return_for_correction(who, dossier_id=dossier_id, reason=why, now=scene.now)
        return _next(scene, replace(todo, done=f"{todo.done} corrected"), info)
    wait = timedelta(days=2 * todo.fate.rest)
    return replace(_next(scene, todo, info), at=_after(scene.now, wait))


def _hand_over(scene: Scene, todo: Open) -> Open | None:
    desk = _doer(scene, todo)
    way = dossiers.Delivery.ONLINE if todo.account else dossiers.Delivery.COUNTER
    dossiers.hand_over(desk, dossier_id=UUID(todo.id), way=way, now=scene.now)
    return None


_ACTS: Final[dict[str, Callable[[Scene, Open], Open | None]]] = {
    "draft": _draft,
    "sign": _sign,
    "hand_over": _hand_over,
}
ACTS: Final[dict[str, Callable[[Scene, Open], Open | None]]] = {
    "file": file,
    "receive": receive,
    "pay": pay,
    "look": look,
    "answer": answer,
    "work": work,
}
