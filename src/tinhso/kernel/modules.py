"""A module declares itself: what a room brings to the house, composed by `entry`, edited nowhere centrally."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import ModuleType

from tinhso.kernel.events import Envelope, Event
from tinhso.kernel.holdings import Holding, Tie


class Health(StrEnum):
    """How a part is."""

    OK = "ok"
    SLOW = "slow"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What a health check found, in a Vietnamese sentence an operator can act on."""

    name: str
    health: Health
    sentence: str


@dataclass(frozen=True, slots=True)
class Ability:
    """Something an actor may do, over a unit and what is below it. `code` is "<app>.<verb>"."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A place in the officer's left rail. Hidden from those who hold none of `abilities`.

    Entries stand by `order`: 1 to 9 what people do all day, then by theme in tens.
    """

    title: str
    url_name: str
    icon: str
    order: int
    abilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work item: `code` is "<app>.<kind>"; `url_name` opens one, given the subject's id."""

    code: str
    title: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler of another room's event: at least once, in order, at its own pace; so it is idempotent.

    `many` does for several events in a row what `handler` would do for one after another, in a few statements. It is
    given a batch when all goes well; when it fails, `handler` is asked for each, so that only the one at fault waits.
    """

    name: str
    event: type[Event]
    handler: Callable[[Envelope], None]
    many: Callable[[Sequence[Envelope]], None] | None = None


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job run by the worker at `cron` times (five fields, Vietnamese time)."""

    name: str
    cron: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Loop:
    """Work the worker does all the time, in a thread of its own: for what cannot wait for the next minute of a `cron`.

    `run` does a bounded part (a few seconds) outside any transaction and says whether to go on at once; otherwise it is
    called again after `pause` seconds (0.05 to 60). Several workers call it at the same time; it raises what it likes.
    """

    name: str
    run: Callable[[], bool]
    pause: float = 1.0

    def __post_init__(self) -> None:
        if not 0.05 <= self.pause <= 60:
            raise ValueError(f"loop {self.name}: a pause has 0.05 to 60 seconds")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure this room publishes: `sql_view` gives one row per unit and day."""

    code: str
    title: str
    sql_view: str


@dataclass(frozen=True, slots=True)
class Module:
    """The declaration of one app.

    `roles` gives the abilities each role has by default: {"one_stop_officer": ("dossiers.receive", …)}.
    `demo` loads this room's part of the demo province, after the rooms below it; it must be idempotent.
    `citizen_menu` names places of this room on the citizen's own page, for whoever is signed in there.
    `content` loads this room's reviewed content (content/…), idempotently, at every start.
    `holdings` say what each table holds of people, files and subjects; `ties` what keeps a subject from destruction.
    `abandoned` drops up to 200 things begun and never handed in, last saved before a moment, and says how many.
    """

    name: str
    title: str
    abilities: tuple[Ability, ...] = ()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    menu: tuple[MenuEntry, ...] = ()
    citizen_menu: tuple[MenuEntry, ...] = ()
    work_kinds: tuple[WorkKind, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    periodic: tuple[Periodic, ...] = ()
    loops: tuple[Loop, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    published_views: tuple[str, ...] = ()
    health: tuple[Callable[[], HealthReport], ...] = ()
    holdings: tuple[Holding, ...] = ()
    ties: tuple[Tie, ...] = ()
    abandoned: Callable[[datetime], int] | None = None
    content: Callable[[], object] | None = None
    demo: Callable[..., object] | None = None
    order: int = 100


_modules: dict[str, Module] = {}


def install(modules: Iterable[Module]) -> None:
    """Make these the modules of this process (called once by `entry`, and by tests)."""
    _modules.clear()
    for module in sorted(modules, key=lambda m: (m.order, m.name)):
        if module.name in _modules:
            raise ValueError(f"module {module.name} is declared twice")
        _modules[module.name] = module


def declared_in(package: ModuleType) -> Module | None:
    """Return the declaration in an app's `module.py`, if it has one."""
    found = getattr(package, "MODULE", None)
    return found if isinstance(found, Module) else None


def all_modules() -> tuple[Module, ...]:
    """Return the installed modules, in order."""
    return tuple(_modules.values())


def all_abilities() -> dict[str, Ability]:
    """Return every declared ability by code."""
    return {ability.code: ability for module in _modules.values() for ability in module.abilities}


def abilities_of_role(role: str) -> frozenset[str]:
    """Return what a role may do, gathered over all modules."""
    return frozenset(code for module in _modules.values() for code in module.roles.get(role, ()))


def subscriptions() -> tuple[Subscription, ...]:
    """Return every subscription; names are unique."""
    return tuple(s for module in _modules.values() for s in module.subscriptions)


def work_kind(code: str) -> WorkKind:
    """Return a declared kind of work. Raises KeyError for one nobody declared."""
    return {kind.code: kind for module in _modules.values() for kind in module.work_kinds}[code]
