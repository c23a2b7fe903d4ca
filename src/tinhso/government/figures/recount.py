"""Does what is kept equal what the rooms below say? For operators: a look that changes nothing, and the remedy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.forms.models import model_to_dict

from tinhso.government.dossiers import public as dossiers
from tinhso.government.figures.models import DayCell, DossierFact, MonthCell, PauseFact
from tinhso.government.figures.projection import BATCH, rows_of
from tinhso.government.figures.queries import differences
from tinhso.government.figures.rules import facts as rules
from tinhso.government.figures.rules.measures import COLUMNS
from tinhso.kernel.actors import SYSTEM


@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount found: dossiers there are, fact rows that say otherwise than they, sums that are wrong."""

    dossiers: int
    facts: int
    days: int
    months: int

    @property
    def is_whole(self) -> bool:
        """Whether every number kept equals its recount."""
        return not (self.facts or self.days or self.months)

    @property
    def sentence(self) -> str:
        """What was found, and what to do."""
        if self.is_whole:
            return f"Số liệu khớp: đếm lại {self.dossiers} hồ sơ, mọi tổng theo ngày và theo tháng bằng số đang giữ."
        return (
            f"Số liệu lệch: {self.facts} hồ sơ, {self.days} tổng theo ngày, {self.months} tổng theo tháng "
            f"(trên {self.dossiers} hồ sơ). Chạy «./tinhso figures --rebuild» để lập lại."
        )


def recount() -> Recount:
    """Count everything again and compare: facts with their dossiers, days with the facts, months with the days.

    Changes nothing. What has happened since the worker last followed counts as different: ask when nothing is to do,
    or `follow_all` first.
    """
    there = wrong = 0
    after: UUID | None = None
    while found := dossiers.figure_facts(SYSTEM, after=after, size=BATCH):
        after, there = found[-1].id, there + len(found)
        wrong += _different(found)
    return Recount(there, wrong + max(DossierFact.objects.count() - there, 0), differences(), _months())


def _different(found: Sequence[dossiers.FigureFacts]) -> int:
    ids = [one.id for one in found]
    kept = {fact.pk: model_to_dict(fact) for fact in DossierFact.objects.filter(pk__in=ids)}
    spans: dict[UUID, Counter[tuple[date, date | None]]] = {}
    for key, begins, ends in PauseFact.objects.filter(fact_id__in=ids).values_list("fact_id", "begins_on", "ends_on"):
        spans.setdefault(key, Counter())[begins, ends] += 1
    fresh = {row.pk: model_to_dict(row) for row in rows_of(found)}
    return sum(
        kept.get(one.id) != fresh[one.id] or spans.get(one.id, Counter()) != Counter(rules.pauses(one)) for one in found
    )


def _months() -> int:
    """Return how many sums of months are not those of their days."""
    wrong: Counter[tuple[UUID, str, date, str]] = Counter()
    for model, sign in ((DayCell, 1), (MonthCell, -1)):
        rows = (
            model.objects.order_by()
            .values("unit_id", "field_code", "on")
            .annotate(**{f"n_{name}": Sum(name) for name in COLUMNS})
        )
        for line in rows.iterator():
            row: dict[str, Any] = dict(line)
            key = (row["unit_id"], row["field_code"], row["on"].replace(day=1))
            for name in COLUMNS:
                if row[f"n_{name}"]:
                    wrong[(*key, name)] += sign * row[f"n_{name}"]
    return sum(1 for value in wrong.values() if value)
