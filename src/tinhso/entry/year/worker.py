"""What one process of the simulator does: its offices, day by day."""

import argparse
import heapq
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock_time
from typing import Any

from django.db import transaction

from tinhso.entry.year import calendar as year_calendar
from tinhso.entry.year import journal, plan
from tinhso.entry.year.acts import ACTS, Open, Scene
from tinhso.entry.year.offices import Office, read_offices
from tinhso.kernel import clock, outbox
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.errors import DomainError


@dataclass(slots=True)
class Account:
    """What the acts cost and what was refused, for the report."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    times: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def do_share() -> None:
    """Do the share `part` of `of`; print a report as JSON."""
    parser = argparse.ArgumentParser()
    for name in ("part", "of", "seconds"):
        parser.add_argument(f"--{name}", type=int, default=0)
    options = parser.parse_args()
    facts = json.loads(os.environ["TINHSO_YEAR"])
    account, began = Account(), time.process_time()
    until = time.monotonic() + options.seconds if options.seconds else float("inf")
    _walk(facts, _share(facts, options.part, options.of), account, until)
    account.seconds["all"] = time.process_time() - began
    print(json.dumps({"seconds": account.seconds, "times": account.times, "refused": account.refused}))


def _share(facts: dict[str, Any], part: int, of: int) -> list[tuple[Office, list[int]]]:
    """Return the offices of this process, with how much is filed there each day; large ones are dealt first."""
    days = year_calendar.working_days(facts)
    offices = read_offices(days[0])
    weights = plan.unit_weights(facts["seed"], {office.code: len(office.offers) for office in offices})
    totals = plan.shares(facts["dossiers"], [weights[office.code] for office in offices])
    ordered = sorted(zip(totals, offices, strict=True), key=lambda pair: (-pair[0], pair[1].code))
    week = plan.day_weights(days)
    return [(office, plan.shares(total, week)) for place, (total, office) in enumerate(ordered) if place % of == part]


def _walk(facts: dict[str, Any], share: Sequence[tuple[Office, list[int]]], account: Account, until: float) -> None:
    days = year_calendar.working_days(facts)
    lines = journal.read([office.id for office, _ in share], before=year_calendar.eve(days))
    for place, day in enumerate(days):
        for office, counts in share:
            if lines[office.id].done_until >= day:
                continue
            if time.monotonic() > until:
                return
            lines[office.id] = unit_day(facts["seed"], office, lines[office.id], day, counts[place], account)
        began = time.process_time()
        outbox.deliver_pending()
        account.seconds["deliver"] += time.process_time() - began


@transaction.atomic
def unit_day(seed: int, office: Office, line: journal.Line, day: date, count: int, account: Account) -> journal.Line:
    """Do everything of one unit and day, in the order of the clock, and write the unit's line: all of it or nothing."""
    evening = datetime.combine(day, clock_time(23, 59), LOCAL_ZONE)
    done = journal.Line(day, line.filed, line.acts, line.refused, line.finished)
    waiting = [(todo.moment, todo.key, todo) for todo in (Open(**kept) for kept in line.open)]
    waiting += [(todo.moment, todo.key, todo) for todo in _filings(seed, office, day, count)]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= evening:
        _, _, todo = heapq.heappop(waiting)
        following = _do(office, todo, done, account)
        if following is not None:
            heapq.heappush(waiting, (following.moment, following.key, following))
    done.open = [todo.to_json() for _, _, todo in sorted(waiting)]
    journal.write(office.id, done)
    return done


def _filings(seed: int, office: Office, day: date, count: int) -> list[Open]:
    found = []
    for number in range(count):
        key = f"{seed}-{office.code}-{day:%y%m%d}-{number}"
        online = plan.fate_of(key).online
        at = plan.filing_moment(plan.dice_for("at", key), day, online=online)
        found.append(Open(key, at.isoformat(), "file"))
    return found


def _do(office: Office, todo: Open, line: journal.Line, account: Account) -> Open | None:
    """Do one act at its moment; what a room refuses is counted, and the dossier is left as it is."""
    word = todo.act if todo.do == "work" else todo.do
    began = time.process_time()
    try:
        with clock.frozen(todo.moment):
            following = ACTS[todo.do](Scene(office, todo.moment), todo)
    except DomainError as refusal:
        line.refused += 1
        account.refused[f"{word}: {refusal.code}: {refusal.sentence} {list(refusal.fields)}"[:200]] += 1
        return None
    finally:
        account.seconds[word] += time.process_time() - began
        account.times[word] += 1
    line.acts += 1
    line.filed += todo.do == "file"
    line.finished += following is None
    return following
