"""Making years of history."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tinhso.foundation.numbering import public as numbering
from tinhso.government.dossiers.actions._write import DOSSIER_SERIES
from tinhso.government.dossiers.history import loading
from tinhso.government.dossiers.history.catalogue import Catalogue, Offer, read_catalogue
from tinhso.government.dossiers.history.lives import live
from tinhso.government.dossiers.history.moments import YEARS, Moments, office_moments
from tinhso.government.dossiers.history.people import make_person
from tinhso.government.dossiers.history.rows import COLUMNS, Case, Writer
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel import clock

CHUNK: Final = 20_000
REBUILD_FROM: Final = 30_000
MOST: Final = 10_000_000


def make_history(
    n: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    seed: int = 61,
    now: datetime | None = None,
    rebuild: bool | None = None,
) -> int:
    """Add `n` made-up dossiers of the last three years, finished and open; return how many were added.

    All or nothing, in one transaction. Codes continue the series of their unit and day; dates, promises, stories and
    papers agree with the procedure's version in force and the calendar; what is open has its work items and its place
    in the process. The same `seed` on the same database makes the same dossiers. `progress` is told (done, n). Indexes
    are built afterwards when the load is large (`rebuild`), for which the caller must own the tables. Returns 0 where
    nothing is offered; refuses, with ValueError, more than ten million.
    """
    if not 0 <= n <= MOST:
        raise ValueError(f"make_history makes 0 to {MOST} dossiers, not {n}")
    before = Dossier.objects.order_by().values_list("pk", flat=True).order_by("-id").first()
    dice = random.Random(f"{seed}:{before}")  # noqa: S311 - the same history every time is the purpose
    moment = now or clock.now()
    catalogue = read_catalogue(dice)
    moments = office_moments(clock.local_day(moment) - timedelta(days=365 * YEARS), until=moment)
    if not n or not catalogue.offers or not len(moments):
        return 0
    tables = [model._meta.db_table for model in COLUMNS]  # noqa: SLF001 - Django's own API
    with transaction.atomic(), loading.rebuilt(tables, wanted=n >= REBUILD_FROM if rebuild is None else rebuild):
        writer = Writer(dice, moments)
        for done, case in enumerate(_cases(n, dice, moments, catalogue), 1):
            writer.write(case)
            if done % CHUNK == 0 or done == n:
                _flush(writer)
                if progress:
                    progress(done, n)
    loading.settle([*tables, "work_workitem", "workflow_instance"] if n >= REBUILD_FROM else [])
    return n


def _flush(writer: Writer) -> None:
    for model, columns in COLUMNS.items():
        loading.copy(model._meta.db_table, columns, writer.rows[model])  # noqa: SLF001
        writer.rows[model] = []


def _cases(n: int, dice: random.Random, moments: Moments, catalogue: Catalogue) -> Iterator[Case]:
    """Yield the dossiers in the order of their filing, each with the next number of its office and day."""
    places = sorted(int(len(moments) * dice.random() ** 0.8) for _ in range(n))  # a little more every year
    offers: list[Offer] = dice.choices(catalogue.offers, cum_weights=catalogue.totals, k=n)
    numbers = _numbers(places, offers, moments)
    people = max(n // 3, 1)
    for place, offer in zip(places, offers, strict=True):
        day, office = moments.days[place], offer.office
        edition = offer.on(day)
        number = numbers[office.code, day]
        numbers[office.code, day] = number + 1
        kind = dice.choice(edition.version.cases).code if dice.random() < 0.15 else edition.version.cases[0].code
        allowances = {channel: edition.allowances[kind, channel] for channel in ("online", "counter")}
        yield Case(
            code=DOSSIER_SERIES.write(owner=office.code, on=day, n=number),
            person=make_person(dice.randrange(people), province=catalogue.province),
            office=office,
            edition=edition,
            case=kind,
            life=live(dice, moments, submitted=place, allowances=allowances),
            desk=_one_of(dice, office.desk) or "",
            handler=_one_of(dice, office.handlers),
            leader=_one_of(dice, office.leaders) or "",
        )


def _one_of(dice: random.Random, choices: tuple[Any, ...]) -> Any:
    return choices[int(dice.random() * len(choices))] if choices else None


def _numbers(places: list[int], offers: list[Offer], moments: Moments) -> dict[tuple[str, Any], int]:
    """Reserve the numbers of every office and day; return the first of each."""
    counts = Counter((offer.office.code, moments.days[place]) for place, offer in zip(places, offers, strict=True))
    return numbering.take_blocks(DOSSIER_SERIES, counts=counts)
