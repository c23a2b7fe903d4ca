"""The order of the steps of filing, and how far a draft has come. Decides nothing of the law: it asks the doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.foundation.forms import public as forms
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.government.dossiers.public import DraftInfo
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.public import Component, ProcedureVersion

WHERE: Final = "where"
PAPERS: Final = "papers"
REVIEW: Final = "review"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: a page of its own. `key` is the form page's key, or one of WHERE, PAPERS, REVIEW."""

    key: str
    title: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of one draft in order; the last is the check before filing."""

    stops: tuple[Stop, ...]

    @property
    def first_missing(self) -> Stop:
        """The first step that is not done yet; the check when all are."""
        return next((stop for stop in self.stops if not stop.is_done), self.stops[-1])

    @property
    def titles(self) -> list[str]:
        """The words of the step indicator."""
        return [stop.title for stop in self.stops]

    def number(self, key: str) -> int:
        """Return the place of a step, counted from 1; 0 for one that is not asked."""
        return next((place for place, stop in enumerate(self.stops, 1) if stop.key == key), 0)

    def allows(self, key: str) -> bool:
        """Tell whether a step may be opened: every step before it is done."""
        number = self.number(key)
        return 0 < number <= self.number(self.first_missing.key)

    def after(self, key: str) -> Stop:
        """Return the step after this one."""
        return self.stops[min(self.number(key), len(self.stops) - 1)]

    def before(self, key: str) -> Stop | None:
        """Return the step before this one, None for the first."""
        number = self.number(key)
        return self.stops[number - 2] if number > 1 else None


def places(version: ProcedureVersion, *, on: date | None = None) -> tuple[UnitInfo, ...]:
    """Return the agencies that take a procedure through this portal on a day, in Vietnamese order."""
    return procedures.agencies_of(version, on=on, online=True)


def only_place(version: ProcedureVersion) -> UnitInfo | None:
    """Return the one agency a procedure may be filed at, None when there is a choice."""
    found = places(version)
    return found[0] if len(found) == 1 else None


def wanted_papers(version: ProcedureVersion, draft: DraftInfo) -> tuple[Component, ...]:
    """Return the papers to upload in this case; none while the answers do not tell the case."""
    if not draft.case:
        return ()
    asked = procedures.components_for(version, draft.case, draft.data)
    return tuple(component for component in asked if not component.from_form)


def trail_of(draft: DraftInfo, version: ProcedureVersion) -> Trail:
    """Return the steps of a draft and which of them are done."""
    language = get_language() or "vi"
    errors = forms.check(version.form, draft.data).errors
    stops = []
    offered = {unit.id for unit in places(version)}
    if offered != {draft.unit_id}:  # an agency chosen earlier may have closed its counter since
        stops.append(_stop(draft, WHERE, _("Nơi nộp hồ sơ"), "citizen:where", is_done=draft.unit_id in offered))
    stops += [
        Stop(
            page.key,
            page.title.text(language),
            reverse("citizen:question", args=[draft.id, page.key]),
            not any(_is_on(page, pointer) for pointer in errors),
        )
        for page in forms.pages(version.form, draft.data)
    ]
    wanted = wanted_papers(version, draft)
    if wanted:
        given = {paper.component for paper in draft.papers}
        has_all = all(component.code in given for component in wanted if component.required)
        stops.append(_stop(draft, PAPERS, _("Giấy tờ"), "citizen:papers", is_done=has_all))
    stops.append(_stop(draft, REVIEW, _("Kiểm tra và nộp"), "citizen:review", is_done=False))
    return Trail(tuple(stops))


def _stop(draft: DraftInfo, key: str, title: str, name: str, *, is_done: bool) -> Stop:
    return Stop(key, title, reverse(name, args=[draft.id]), is_done)


def _is_on(page: forms.Page, pointer: str) -> bool:
    return any(pointer == head or pointer.startswith(f"{head}/") for head in page.fields)


def answers_of(version: ProcedureVersion, page_key: str, answers: Mapping[str, object]) -> dict[str, object]:
    """Return the summary of one page's answers in words, to tell whether two versions of it differ."""
    sections = forms.summary(version.form, answers)
    return {row.pointer: row.value for section in sections if section.key == page_key for row in section.rows}
