"""A year of a province: believable, the same for a seed, whole or not at all, and made by the real acts."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.entry.year import acts, journal, plan, worker
from tinhso.entry.year import calendar as year_calendar
from tinhso.entry.year.offices import Offer, Office
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import outbox
from tinhso.kernel.errors import Conflict

MONDAY = date(2026, 3, 2)


@given(st.integers(0, 100_000), st.lists(st.floats(0.01, 50), min_size=1, max_size=60))
def test_what_is_dealt_out_adds_up_and_nobody_gets_less_than_nothing(total, weights):
    dealt = plan.shares(total, weights)
    assert (sum(dealt), len(dealt)) == (total, len(weights))
    assert min(dealt) >= 0


def test_mondays_bring_the_most_and_the_days_around_tet_the_least(db):
    days = [date(2026, 1, 5) + timedelta(days=ahead) for ahead in range(120)]
    worked = [day for day in days if day.weekday() < 5 and not date(2026, 2, 14) <= day <= date(2026, 2, 22)]
    weights = dict(zip(worked, plan.day_weights(worked), strict=True))
    assert weights[date(2026, 3, 16)] > weights[date(2026, 3, 17)] > weights[date(2026, 3, 20)]
    assert weights[date(2026, 2, 13)] < weights[date(2026, 1, 9)]
    assert weights[date(2026, 2, 23)] < weights[date(2026, 3, 16)]


def test_a_fate_is_the_same_for_its_key_and_few_are_late():
    fates = [plan.fate_of(f"x-{number}") for number in range(4000)]
    assert fates[7] == plan.fate_of("x-7")
    assert 0.02 < sum(fate.late for fate in fates) / len(fates) < 0.06
    assert all(fate.late or fate.pace < 1 for fate in fates)


@pytest.fixture
def office(units, binh, ha, chi):
    procedures.forget_versions()
    make_procedure()
    example = {"data": good_answers(), "papers": ["GT"]}
    people = {"one_stop_officer": (binh,), "specialist": (ha,), "leader": (chi,)}
    return Office(units.commune_a.id, units.commune_a.code, 0, (Offer(CODE, (example,), (example,)),), people)


def walk(office, days, *, filed):
    account, line = worker.Account(), journal.Line(days[0] - timedelta(days=1))
    for place, day in enumerate(days):
        line = worker.unit_day(7, office, line, day, filed if place == 0 else 0, account)
        outbox.deliver_pending()
    return line, account


@pytest.fixture
def begun(db):
    return journal.begin(year_calendar.facts_of(dossiers=8, months=1, seed=7, last=date(2026, 3, 31)))


@pytest.mark.usefixtures("begun")
def test_dossiers_of_a_monday_are_filed_decided_and_handed_over_by_the_real_acts(office, an):
    line, account = walk(office, [MONDAY + timedelta(days=ahead) for ahead in range(40)], filed=8)
    assert account.refused == Counter()
    assert (line.filed, line.finished, line.open) == (8, 8, [])
    assert Dossier.objects.count() == 8
    states = Counter(Dossier.objects.values_list("status", flat=True))
    assert states[int(dossiers.Status.HANDED_OVER)] >= 6
    assert all(day.date() >= MONDAY for day in Dossier.objects.values_list("submitted_at", flat=True))
    done = Dossier.objects.filter(status=int(dossiers.Status.HANDED_OVER)).first()
    paper = dossiers.print_paper(office.people["leader"][0], dossier_id=done.id, paper="receipt", now=done.acted_at)
    assert paper.startswith(b"%PDF")


@pytest.mark.usefixtures("begun")
def test_a_day_that_breaks_off_leaves_nothing_and_is_made_again_as_it_would_have_been(office, monkeypatch):
    def killed(*_what):
        raise KeyboardInterrupt

    line = journal.Line(MONDAY - timedelta(days=1))
    with monkeypatch.context() as patch:
        patch.setattr(journal, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            worker.unit_day(7, office, line, MONDAY, 4, worker.Account())
    assert not Dossier.objects.exists()
    worker.unit_day(7, office, line, MONDAY, 4, worker.Account())
    kept = journal.read([office.id], before=MONDAY)[office.id]
    assert (kept.filed, kept.done_until, Dossier.objects.count()) == (4, MONDAY, 4)
    assert {acts.Open(**todo).key for todo in kept.open} == {f"7-{office.code}-260302-{n}" for n in range(4)}


@pytest.mark.usefixtures("begun")
def test_another_year_over_the_same_data_is_refused():
    with pytest.raises(Conflict):
        journal.begin(year_calendar.facts_of(dossiers=8, months=1, seed=8, last=date(2026, 3, 31)))


def test_a_result_of_the_year_carries_a_real_signature(begun, office):
    walk(office, [MONDAY + timedelta(days=ahead) for ahead in range(30)], filed=3)
    done = Dossier.objects.exclude(result_file_id=None).first()
    from tinhso.foundation.files import public as files

    assert begun["seed"] == 7
    assert signing.verify_pdf(files.read_bytes(done.result_file_id)).state is signing.VerdictState.VALID
