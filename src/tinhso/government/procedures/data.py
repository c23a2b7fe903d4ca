"""What others may hold of a procedure. Intervals of days are half-open: `valid_to` is the first day no longer valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.forms.data import Condition, Form
from tinhso.government.procedures.reports import PROMISE_DIFFERS as PROMISE_DIFFERS  # noqa: PLC0414 - taken from here by others
from tinhso.government.procedures.reports import LoadReport as LoadReport  # noqa: PLC0414
from tinhso.government.procedures.reports import Problem as Problem  # noqa: PLC0414
from tinhso.kernel.money import Dong


class Level(StrEnum):
    """Who decides: a commune, a district (until 30 June 2025) or a department of the province."""

    COMMUNE = "commune"
    DISTRICT = "district"
    DEPARTMENT = "department"


class OnlineLevel(StrEnum):
    """Levels of online public service (Nghị định 42/2022/NĐ-CP, Điều 11): toàn trình, một phần."""

    FULL = "full"
    PARTIAL = "partial"


class Audience(StrEnum):
    """Who may ask."""

    CITIZEN = "citizen"
    BUSINESS = "business"


class LifeEvent(StrEnum):
    """Events of life by which people look for a procedure."""

    SINH_CON = "sinh-con"
    KET_HON = "ket-hon"
    QUA_DOI = "qua-doi"
    GIAY_TO = "giay-to"
    NHA_DAT = "nha-dat"
    KINH_DOANH = "kinh-doanh"
    TRO_CAP = "tro-cap"
    TU_PHAP = "tu-phap"


class FilingChannel(StrEnum):
    """How a dossier comes in, as far as fees and allowances ask."""

    ONLINE = "online"
    COUNTER = "counter"


class CopyState(StrEnum):
    """Where a working copy stands: being written, offered for publication, published, given up."""

    OPEN = "open"
    OFFERED = "offered"
    PUBLISHED = "published"
    DROPPED = "dropped"


class ServiceOnline(StrEnum):
    """Where an agency takes a procedure on line, when it differs from the national record: here, or nowhere."""

    LOCAL = "local"
    NONE = "none"


class Act(StrEnum):
    """What the officer of a step does."""

    ASSIGN = "assign"
    EXAMINE = "examine"
    DRAFT = "draft"
    REVIEW = "review"
    SIGN = "sign"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class ProcedureInfo:
    """A version of a procedure as a list shows it. `id` is the version's."""

    id: UUID
    procedure_id: UUID
    code: str
    valid_from: date
    valid_to: date | None
    name: str
    name_en: str
    slug: str
    short_code: str
    summary: str
    life_event: str
    field_code: str
    field_name: str
    level: Level
    department: str
    online_level: OnlineLevel
    online: str
    counter: bool
    audience: tuple[str, ...]

    @property
    def process_key(self) -> str:
        """The name under which workflow knows this version's process."""
        return f"{self.code}/{self.valid_from.isoformat()}"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A span as the law writes it. `unit`: working_day calendar_day working_hour month same_day; `mark`: how sure."""

    amount: Decimal
    unit: str
    mark: str = ""

    @property
    def allowance(self) -> Allowance:
        """The span as the calendar counts it."""
        return Allowance(self.amount, AllowanceUnit(self.unit))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a procedure (trường hợp), chosen by the answers."""

    code: str
    name: str
    when: Condition | None
    limit: TimeLimit
    limit_online: TimeLimit | None


@dataclass(frozen=True, slots=True)
class FeeTier:
    """Up to the `up_to`-th copy or page each costs `amount`; None: all that are left."""

    up_to: int | None
    amount: Dong


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge or fee (phí, lệ phí).

    `quantity` is the pointer of the answer that counts copies or pages, `times` of the one that counts how often that
    comes; `tiers` price the quantity by rank, `at_most` bounds what one time costs. `kind` is fee (lệ phí) or charge
    (phí); `collect` says when: at receipt, before_processing (the dossier waits for it), or with the result.
    """

    code: str
    name: str
    amount: Dong
    per: str
    when: Condition | None
    channel: str
    cases: tuple[str, ...]
    mark: str
    note: str = ""
    quantity: str = ""
    times: str = ""
    tiers: tuple[FeeTier, ...] = ()
    at_most: Dong | None = None
    kind: str = "fee"
    collect: str = "receipt"


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who pays less or nothing (miễn, giảm): by how many percent of which fees, on what paper and legal ground.

    `when` is the condition on the answers under which it is claimed; without one an officer grants it.
    """

    code: str
    name: str
    percent: int
    fees: tuple[str, ...]
    paper: str
    when: Condition | None
    basis: str
    mark: str


@dataclass(frozen=True, slots=True)
class FeeDue:
    """One line really to pay: `amount` of the `full` price, after the exemption named, if any."""

    code: str
    name: str
    kind: str
    quantity: int
    full: Dong
    amount: Dong
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line to pay: `quantity` pages or copies, `times` over, `amount` in all."""

    code: str
    name: str
    quantity: int
    times: int
    amount: Dong
    per: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier (thành phần hồ sơ). One made `from_form` is not uploaded.

    `accepts` are types of paper (content/papers/types.yaml) of the applicant's own store that may stand for it.
    """

    code: str
    name: str
    kind: str
    count: int
    required: bool
    when: Condition | None
    cases: tuple[str, ...]
    from_form: bool = False
    hint: str = ""
    example: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultKind:
    """A paper that comes out. `series`, `pattern` and `period` make its number; `template` prints it."""

    code: str
    name: str
    template: str
    series: str
    pattern: str
    period: str
    validity: str
    unique_within: str = "ever"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the process; `task` is its id in the BPMN. `outcomes` maps codes to the words of the buttons."""

    task: str
    title: str
    role: str
    act: Act
    limit: TimeLimit
    outcomes: Mapping[str, str]
    citizen: str
    limits: Mapping[str, TimeLimit] = field(default_factory=lambda: MappingProxyType({}))
    citizen_en: str = ""
    needs_opinions: bool = False

    @property
    def allowance(self) -> Allowance:
        """How long the step may take in an ordinary case."""
        return self.limit.allowance

    def allowance_in(self, case: str) -> Allowance:
        """How long the step may take in a case; `limits` holds the cases that differ."""
        return self.limits.get(case, self.limit).allowance


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal document a version rests on; `mark` tells how sure we are."""

    number: str
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked before one begins; the wrong answer leads to `otherwise`."""

    question: str
    yes_continues: bool
    otherwise: str


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """One published version, whole and immutable. Texts are Vietnamese; `package` is the reviewed file as data.

    `templates` are sources of print templates it brought with it, by name.
    """

    info: ProcedureInfo
    digest: str
    form: Form
    cases: tuple[Case, ...]
    fees: tuple[Fee, ...]
    components: tuple[Component, ...]
    results: tuple[ResultKind, ...]
    steps: tuple[Step, ...]
    legal_basis: tuple[LegalBasis, ...]
    eligibility: tuple[Question, ...]
    who: str
    minutes: int
    prepare: tuple[str, ...]
    procedure_text: tuple[str, ...]
    requirements: tuple[str, ...]
    copies: int
    agency: str
    signer: str
    prints: Mapping[str, str]
    exemptions: tuple[Exemption, ...] = ()
    templates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    package: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> UUID:
        """The version's id."""
        return self.info.id

    @property
    def code(self) -> str:
        """The national code of the procedure."""
        return self.info.code

    @property
    def name(self) -> str:
        """The procedure's name."""
        return self.info.name

    @property
    def process_key(self) -> str:
        """The name under which workflow knows this version's process."""
        return self.info.process_key

    @property
    def field_code(self) -> str:
        """The code of the field (lĩnh vực)."""
        return self.info.field_code

    @property
    def short_code(self) -> str:
        """What is typed at the counter."""
        return self.info.short_code

    @property
    def online_channel(self) -> str:
        """Where it is filed on line: local (here), npsp (the national portal) or none."""
        return self.info.online

    @property
    def result_name(self) -> str:
        """The name of the first result."""
        return self.results[0].name

    @property
    def result_template(self) -> str:
        """The print template of the first result."""
        return self.results[0].template

    @property
    def result_number(self) -> Mapping[str, str]:
        """How the first result is numbered: series, pattern, period."""
        first = self.results[0]
        return {"series": first.series, "pattern": first.pattern, "period": first.period}

    @property
    def signer_title(self) -> str:
        """The office that signs."""
        return self.signer

    def case(self, code: str) -> Case:
        """Return a case by its code. Raises KeyError."""
        for case in self.cases:
            if case.code == code:
                return case
        raise KeyError(code)

    def step(self, task: str) -> Step:
        """Return the step of a BPMN task. Raises KeyError."""
        for step in self.steps:
            if step.task == task:
                return step
        raise KeyError(task)
