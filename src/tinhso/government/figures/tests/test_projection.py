"""Figures follow what happens, equal what a rebuild says, and each number is as long as its list."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Reason, SupplementItem
from tinhso.government.dossiers.testing import (
    MONDAY,
    make_done,
    make_drafted,
    make_received,
    make_submitted,
    scanned,
    sign_and_wait,
)
from tinhso.government.figures import public as figures
from tinhso.government.figures.data import COUNTERS, Days
from tinhso.government.figures.models import DayCell, DossierFact, MonthCell, PauseFact
from tinhso.government.figures.projection import look_again
from tinhso.government.figures.testing import catch_up
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden, Unauthenticated

ITEM = SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ, không đọc được số", "Ảnh chụp rõ bốn góc")
NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
PERIODS = (
    NOVEMBER,
    Days(date(2026, 11, 16), date(2026, 11, 18)),
    Days(date(2026, 10, 20), date(2027, 2, 3)),
    Days(date(2026, 11, 17), date(2026, 12, 31)),
)


def mixed(an, binh, ha, chi, units):
    """Walk dossiers to most ends: done early, handed over, late, refused, withdrawn, waiting, in term, overdue."""
    place = units.commune_a.id
    handed = make_done(an, binh, ha, chi, unit_id=place)
    dossiers.hand_over(binh, dossier_id=handed.id, now=MONDAY + timedelta(days=2))
    make_done(an, binh, ha, chi, unit_id=place, now=MONDAY + timedelta(days=1))
    late = make_drafted(an, binh, ha, unit_id=place)
    sign_and_wait(chi, dossier_id=late.id, now=MONDAY + timedelta(days=40))
    refused = make_submitted(an, unit_id=place)
    dossiers.refuse(binh, dossier_id=refused.id, reasons=[Reason("Không thuộc thẩm quyền", "Điều 13")], now=MONDAY)
    gone = make_submitted(an, unit_id=place)
    dossiers.withdraw(an, dossier_id=gone.id, reason="Đổi ý", now=MONDAY)
    waiting = make_received(an, binh, unit_id=place)
    ask(binh, waiting, days=1)
    back = make_received(an, binh, unit_id=place)
    ask(binh, back, days=1)
    dossiers.supplement(an, dossier_id=back.id, papers=papers_of(an), now=MONDAY + timedelta(days=3))
    make_received(an, binh, unit_id=place)
    make_submitted(an, unit_id=place)
    return handed


def papers_of(who):
    return {"GT": [paper.file_id for paper in scanned(who)]}


def ask(desk, dossier, *, days):
    now = MONDAY + timedelta(days=days)
    dossiers.ask_supplement(desk, dossier_id=dossier.id, items=[ITEM], now=now)


def everything():
    """Return all that is kept, in a form that two ways of making it can be compared by."""
    return {
        model.__name__: Counter(
            tuple(sorted((name, value) for name, value in row.items() if name != "id"))
            for row in model.objects.values()
            if set(row.values()) - {0}
        )
        for model in (DossierFact, PauseFact)
    } | {
        model.__name__: {
            (row["on"], row["unit_id"], row["field_code"]): sums
            for row in model.objects.values()
            if (sums := {name: n for name, n in row.items() if isinstance(n, int) and n and name != "id"})
        }
        for model in (DayCell, MonthCell)
    }


@pytest.mark.django_db(transaction=True)
def test_figures_made_step_by_step_equal_those_made_anew_and_every_number_its_list(an, binh, ha, chi, giang, units):
    place = units.commune_a.id
    moving = make_received(an, binh, unit_id=place)
    catch_up()
    ask(binh, moving, days=1)
    catch_up()
    handed = mixed(an, binh, ha, chi, units)
    dossiers.supplement(an, dossier_id=moving.id, papers=papers_of(an), now=MONDAY + timedelta(days=2))
    catch_up()
    for level in (1, 1, 3):
        figures.count_rating(rating_id=handed.id, unit_id=place, level=level, rated_on=local_day(MONDAY))
    catch_up()
    step_by_step = everything()
    assert figures.differences() == 0
    assert figures.rebuild() == 10
    assert everything() == step_by_step
    assert figures.differences() == 0
    for days in PERIODS:
        for row in figures.table(giang, days=days):
            for code, (_, term) in COUNTERS.items():
                listed = figures.list_facts(
                    giang, term=term, days=days, unit_ids=[row.unit_id], field_code=row.field_code
                )
                assert (code, row.counts[code]) == (code, len(listed.items))
    (row,) = figures.table(giang, days=NOVEMBER)
    told = {code: n for code, n in row.counts.items() if n}
    assert told == {
        "received": 7, "received_online": 7, "supplemented": 3, "solved": 2, "early": 2, "refused": 1, "withdrawn": 1,
        "handed_over": 1, "open": 5, "undue": told["undue"], "overdue": told["overdue"], "waiting": 1, "unreturned": 1,
    }  # fmt: skip
    assert told["undue"] + told["overdue"] == 5


@pytest.mark.django_db(transaction=True)
def test_looking_again_changes_nothing(an, binh, ha, chi, units):
    make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    catch_up()
    before = everything()
    for one in DossierFact.objects.all():
        look_again(one.dossier_id)
        look_again(one.dossier_id)
    figures.follow_all()
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_day_of_promise_is_in_term_to_its_end(an, binh, giang, units):
    received = make_received(an, binh, unit_id=units.commune_a.id)
    catch_up()
    day = local_day(received.promised_at)
    for last, overdue in ((day, 0), (day + timedelta(days=1), 1)):
        (row,) = figures.table(giang, days=Days(date(2026, 11, 16), last))
        assert (row.counts["overdue"], row.counts["undue"]) == (overdue, 1 - overdue)


@pytest.mark.django_db(transaction=True)
def test_a_second_request_to_supplement_is_late_to_the_nation_and_not_to_the_house(an, binh, ha, chi, giang, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    ask(binh, info, days=0)
    dossiers.supplement(an, dossier_id=info.id, papers=papers_of(an), now=MONDAY + timedelta(hours=1))
    dossiers.ask_supplement(
        chi, dossier_id=info.id, items=[ITEM], confirmed_by_head=True, now=MONDAY + timedelta(hours=2)
    )
    dossiers.supplement(an, dossier_id=info.id, papers=papers_of(an), now=MONDAY + timedelta(hours=3))
    catch_up()
    fact = DossierFact.objects.get()
    assert fact.national_late_on == local_day(MONDAY)
    assert fact.overdue_on > fact.national_late_on


@pytest.mark.django_db(transaction=True)
def test_units_see_their_own_figures_only(an, binh, ha, chi, dung, giang, units):
    make_received(an, binh, unit_id=units.commune_a.id)
    make_received(an, dung, unit_id=units.commune_b.id)
    catch_up()
    assert {row.unit_id for row in figures.table(chi, days=NOVEMBER)} == {units.commune_a.id}
    assert figures.table(chi, days=NOVEMBER, unit_ids=[units.commune_b.id]) == []
    assert {row.unit_id for row in figures.table(giang, days=NOVEMBER)} == {units.commune_a.id, units.commune_b.id}
    for stranger, refusal in ((an, Forbidden), (binh, Forbidden)):
        with pytest.raises(refusal):
            figures.table(stranger, days=NOVEMBER)
    from tinhso.kernel.actors import ANONYMOUS

    with pytest.raises(Unauthenticated):
        figures.score_of(ANONYMOUS, code="766", days=NOVEMBER)


@pytest.mark.django_db(transaction=True)
def test_the_score_goes_down_to_its_dossiers(an, binh, ha, chi, giang, units):
    mixed(an, binh, ha, chi, units)
    catch_up()
    with frozen(datetime(2027, 1, 15, 3, tzinfo=UTC)):
        score = figures.score_of(giang, code="766", days=Days(date(2026, 11, 1), date(2026, 12, 31)))
    assert score.points <= score.reachable <= 100
    for group in score.groups:
        for one in group.indicators:
            assert one.points is not None or one.why
            for part in (*one.numerator, *one.denominator):
                if not part.term.measure.startswith(("rated", "petitions")):
                    listed = figures.list_facts(giang, term=part.term, days=Days(date(2026, 11, 1), date(2026, 12, 31)))
                    assert len(listed.items) == part.value


@pytest.mark.django_db(transaction=True)
def test_a_recount_finds_what_is_wrong_and_a_rebuild_mends_it(an, binh, ha, chi, units):
    mixed(an, binh, ha, chi, units)
    catch_up()
    assert figures.recount() == figures.Recount(9, 0, 0, 0)
    DayCell.objects.filter(received__gt=0).update(received=99)
    assert (figures.recount().is_whole, figures.recount().days > 0, figures.recount().months > 0) == (False, True, True)
    figures.rebuild()
    assert figures.recount().is_whole
    MonthCell.objects.filter(open__gt=0).update(open=77)
    PauseFact.objects.all().delete()
    DossierFact.objects.filter(end="refused").delete()
    found = figures.recount()
    assert (found.facts, found.months > 0) == (3, True)
    assert "--rebuild" in found.sentence
    figures.rebuild()
    assert figures.recount().is_whole
