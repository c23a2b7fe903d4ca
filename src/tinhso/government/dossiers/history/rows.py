"""The rows of one made-up dossier: itself, its papers, its story, its supplement request."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers.actions._write import check_letter, open_receive_work, open_step_work
from tinhso.government.dossiers.actions.submit import CHANNEL_WORDS
from tinhso.government.dossiers.data import Channel, Delivery, PaperForm, Status
from tinhso.government.dossiers.history.catalogue import Edition, Office
from tinhso.government.dossiers.history.lives import Life
from tinhso.government.dossiers.history.moments import Moments
from tinhso.government.dossiers.history.people import Person
from tinhso.government.dossiers.models import Dossier, DossierPaper, Supplement, TimelineEvent
from tinhso.government.dossiers.rules import result_fields
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.procedures import public as procedures

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ASKED: Final = {
    "name": "Bản chụp giấy tờ kèm theo",
    "reason": "Bản đã nộp bị mờ, không đọc được.",
    "example": "Ảnh chụp đủ bốn góc, thấy rõ chữ và dấu.",
}
_ENDING: Final = {Status.REFUSED: "refused", Status.WITHDRAWN: "withdrawn", Status.STOPPED: "stopped"}
_GROUND: Final = '{"reasons": [{"text": "Không thuộc trường hợp được giải quyết.", "basis": ""}]}'
_FACTS: Final = {
    channel: json.dumps({"channel": words}, ensure_ascii=False) for channel, words in CHANNEL_WORDS.items()
}

Row = tuple[Any, ...]


_FIELDS: Final[list[Any]] = [f for f in Dossier._meta.concrete_fields if not f.generated]  # noqa: SLF001 - Django's own API
COLUMNS: Final[dict[Any, tuple[str, ...]]] = {
    Dossier: tuple(f.column for f in _FIELDS),
    Supplement: (
        "id",
        "ordinal",
        "number",
        "asked_at",
        "asked_by",
        "asked_while",
        "contact",
        "due_on",
        "items",
        "answered_at",
        "dossier_id",
    ),
    DossierPaper: ("id", "component", "name", "form", "count", "file_id", "dossier_id", "supplement_id"),
    TimelineEvent: (
        "id",
        "at",
        "verb",
        "account_id",
        "who",
        "unit_name",
        "task",
        "planned_at",
        "note",
        "facts",
        "dossier_id",
    ),
}
_EMPTY: Final[dict[str, Any]] = {
    f.column: (None if f.null else "" if f.get_internal_type() in ("CharField", "TextField") else 0) for f in _FIELDS
}


@dataclass(slots=True)
class Case:
    """One dossier about to be written."""

    code: str
    person: Person
    office: Office
    edition: Edition
    case: str
    life: Life
    desk: str = ""
    handler: Any = None
    leader: str = ""
    events: int = 0
    row: dict[str, Any] = field(default_factory=dict)


class Writer:
    """Turns lives into rows, gathered by table. Keys are UUIDv7 of the moment of the act; all chance is `dice`."""

    def __init__(self, dice: random.Random, moments: Moments) -> None:
        self.dice, self.moments = dice, moments
        self.rows: dict[Any, list[Row]] = {model: [] for model in COLUMNS}

    def key(self, place: int, order: int = 0) -> str:
        """Return a UUIDv7 (32 hexadecimal digits) of a moment; `order` puts those of the same moment in order."""
        upper = self.moments.milliseconds[place] << 80 | 0x7 << 76 | order << 64
        return f"{upper | 2 << 62 | self.dice.getrandbits(62):032x}"

    def write(self, case: Case) -> None:
        """Gather the rows of one dossier; one that is open is put on its desk."""
        key = self.key(case.life.submitted)
        case.row = {**_EMPTY, "id": key, "token": self._token()} | self._facts(case) | self._ends(case)
        self.rows[TimelineEvent] += self._story(case, key)
        self.rows[DossierPaper] += [
            (self.key(case.life.submitted), c.code, c.name, PaperForm.ORIGINAL.value, c.count, None, key, None)
            for c in case.edition.papers
        ]
        if case.life.asked is not None:
            self.rows[Supplement].append(self._supplement(case, key))
        if case.life.ended is None:
            self._open(case)
        case.row["version"] = case.events
        self.rows[Dossier].append(tuple(case.row.values()))

    def _token(self) -> str:
        chance = self.dice.getrandbits(60)
        token = "".join([_LETTERS[chance >> shift & 31] for shift in range(0, 60, 5)])
        return token + check_letter(token)

    def _facts(self, case: Case) -> dict[str, Any]:
        version, person, office, life = case.edition.version, case.person, case.office, case.life
        return {
            "code": case.code,
            "procedure_code": version.code,
            "procedure_name": version.name,
            "field_code": version.field_code,
            "version_id": version.id.hex,
            "case": case.case,
            "unit_id": office.id.hex,
            "unit_name": office.name,
            "channel": life.channel.value,
            "delivery": (Delivery.ONLINE if life.channel is Channel.NPSP else Delivery.COUNTER).value,
            "applicant_name": person.name,
            "applicant_number": person.number,
            "applicant_phone": person.phone,
            "applicant_birth_on": person.birth_on,
            "subject": version.name,
            "data": person.data,
            "search_words": f"{office.code_words} {case.code[len(office.code) + 1 :].replace('-', ' ')} "
            f"{person.words} {person.number} {person.phone} {case.edition.words}",
        }

    def _ends(self, case: Case) -> dict[str, Any]:
        """Return where the dossier stands, as the constraints of the table want it."""
        life, text = case.life, self.moments.texts
        times = (life.submitted, life.received, life.asked, life.answered, life.ended, life.handed_over)
        waiting = life.status is Status.WAITING_SUPPLEMENT and life.asked is not None
        return {
            "status": int(life.status),
            "submitted_at": text[life.submitted],
            "received_at": text[life.received] if life.received is not None else None,
            "received_by": case.desk if life.received is not None else "",
            "promised_at": life.promised_at,
            "paused_at": text[life.asked] if waiting and life.asked is not None else None,
            "finished_at": text[life.ended] if life.ended is not None else None,
            "handed_over_at": text[life.handed_over] if life.handed_over is not None else None,
            "supplement_count": int(life.asked is not None),
            "handler_id": case.handler.account_id.hex if case.handler and life.received is not None else None,
            "handler_name": case.handler.name if case.handler and life.received is not None else "",
            "acted_at": text[max(t for t in times if t is not None)],
            "acted_by": case.desk,
        }

    def _supplement(self, case: Case, key: str) -> Row:
        life = case.life
        asked = life.asked or 0
        component = case.edition.papers[0].code if case.edition.papers else "KHAC"
        items = json.dumps([{"component": component, **_ASKED}], ensure_ascii=False)
        answered = self.moments.texts[life.answered] if life.answered is not None else None
        due_on = self.moments.days[min(asked + 500, len(self.moments) - 1)]
        who = case.handler.name if case.handler else case.desk
        return (
            *(self.key(asked), 1, "01/PBS", self.moments.texts[asked], who, int(Status.RECEIVED), ""),
            *(max(due_on, self.moments.days[asked]), items, answered, key),
        )

    def _story(self, case: Case, key: str) -> Iterator[Row]:
        life = case.life
        yield self._line(case, key, life.submitted, "submitted", case.person.name, facts=_FACTS[life.channel])
        if life.received is not None:
            yield self._line(case, key, life.received, "received", case.desk, planned=life.promised_at)
        who = case.handler.name if case.handler else case.desk
        if life.asked is not None:
            facts = json.dumps({"items": _ASKED["name"]}, ensure_ascii=False)
            yield self._line(case, key, life.asked, "supplement_asked", who, facts=facts)
        if life.answered is not None:
            yield self._line(case, key, life.answered, "supplemented", case.desk)
        if life.ended is not None and life.handed_over is not None:
            yield from self._finished(case, key, who, (life.ended, life.handed_over))
        elif life.ended is not None:
            yield self._line(case, key, life.ended, _ENDING[life.status], who, facts=_GROUND)

    def _finished(self, case: Case, key: str, who: str, end: tuple[int, int]) -> Iterator[Row]:
        ended, handed_over = end
        begin = case.life.answered or case.life.received or 0
        road = [step for step in case.edition.road if step.act != "sign"]
        for place, step in enumerate(road, 1):
            at = begin + (ended - begin) * place // (len(road) + 1)
            yield self._line(case, key, at, "step", who, task=step.task, facts=_step_facts(step))
        yield self._line(case, key, ended, "signed", case.leader)
        facts = f'{{"to": "{case.person.name}"}}'
        yield self._line(case, key, handed_over, "handed_over", case.desk, facts=facts)

    def _line(
        self,
        case: Case,
        key: str,
        place: int,
        verb: str,
        who: str,
        *,
        task: str = "",
        planned: datetime | None = None,
        facts: str = "{}",
    ) -> Row:
        case.events += 1
        at = self.moments.texts[place]
        return (self.key(place, case.events), at, verb, None, who, case.office.name, task, planned, "", facts, key)

    def _open(self, case: Case) -> None:
        """Put an open dossier where it belongs: on the receiving desk, or at its step in the process."""
        dossier = Dossier(**{f.attname: case.row[f.column] for f in _FIELDS})
        dossier.id = UUID(case.row["id"])
        dossier.unit_id = case.office.id
        if case.life.received is None:
            open_receive_work(dossier, now=self.moments.at[case.life.submitted])
        else:
            self._process(case, dossier, case.life.received)
        case.row |= {name: getattr(dossier, name) for name in _LEFT_BY_WORK}
        case.row["status"] = int(dossier.status)

    def _process(self, case: Case, dossier: Dossier, received: int) -> None:
        version, life = case.edition.version, case.life
        progress = workflow.start(version.process_key, subject_id=dossier.id, data={})
        if life.status is Status.WAITING_SUPPLEMENT:
            return
        at = life.answered or received
        steps = max(len(self.moments) - at, 1)
        last = len(case.edition.road) - 1
        for done in range(min(int(life.share * len(case.edition.road)), last)):
            step = version.step(progress.ready[0].task)
            if step.act in ("sign", "hand_over"):
                break
            at += steps // (last + 2)
            if step.act == "draft":
                case.row["draft_result"] = _draft(version)
            who = case.handler.name if case.handler else case.desk
            line = self._line(case, dossier.id.hex, at, "step", who, task=step.task, facts=_step_facts(step))
            self.rows[TimelineEvent].append(line)
            dossier.status = case.life.status = Status.PROCESSING
            case.row["acted_at"] = self.moments.texts[at]
            progress = workflow.complete(dossier.id, task=step.task, data={"outcome": "forward"})
            del done
        for ready in progress.ready:
            step = version.step(ready.task)
            theirs = case.handler.account_id if case.handler and step.role == "specialist" else None
            open_step_work(dossier, step, assignee=theirs, now=self.moments.at[at])


_LEFT_BY_WORK: Final = ("step_task", "step_title", "step_role", "step_act", "step_due_at")


def _step_facts(step: procedures.Step) -> str:
    outcome = step.outcomes.get("forward", "")
    return json.dumps({"title": step.title, "outcome": outcome, "code": "forward"}, ensure_ascii=False)


def _draft(version: procedures.ProcedureVersion) -> str:
    """Return a draft that can be signed: what is required and has no default says that it is made up."""
    fields = result_fields.fields_of(draft_of(version), {}, None)
    day = version.info.valid_from.isoformat()
    filled = {f.key: f.value or (day if f.kind == "date" else "Hồ sơ minh họa") for f in fields}
    return json.dumps(filled, ensure_ascii=False)
