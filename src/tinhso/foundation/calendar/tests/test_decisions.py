"""What an official decides about a day wins over the week and the holidays, for the unit it was decided for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tinhso.foundation.calendar import calendars, content, health
from tinhso.foundation.calendar.models import DecidedDay
from tinhso.foundation.calendar.public import (
    DECIDE,
    Allowance,
    AllowanceUnit,
    BadSessions,
    DayKind,
    ReasonMissing,
    add_working_time,
    decide_day,
    decide_week,
    get_day,
    is_working_day,
    list_days,
    next_working_moment,
    working_days_between,
)
from tinhso.foundation.calendar.testing import at, settle
from tinhso.kernel import clock
from tinhso.kernel.actors import EVERYWHERE, SYSTEM, Actor, ActorKind, Scope
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db
NOW = at("2026-11-16 09:00")
FRIDAY = date(2026, 11, 20)
ONE_DAY = Allowance(Decimal(1), AllowanceUnit.WORKING_DAY)


@pytest.fixture(autouse=True)
def _fresh():
    calendars.forget()
    yield
    calendars.forget()


def operator(scope=EVERYWHERE):
    return Actor(ActorKind.OFFICER, account_id=uuid7(), abilities={DECIDE: scope})


def close(day, unit_id=None, **more):
    return decide_day(operator(), day=day, kind=DayKind.OFF, reason="Nghỉ", unit_id=unit_id, now=NOW, **more)


def test_a_day_decided_off_is_skipped_at_once(announced):
    assert add_working_time(at("2026-11-19 10:00"), ONE_DAY) == at("2026-11-20 10:00")
    close(FRIDAY)
    assert add_working_time(at("2026-11-19 10:00"), ONE_DAY) == at("2026-11-23 10:00")
    assert [fact.type_name for fact in announced()] == ["calendar.day_decided.v1"]


def test_a_later_decision_takes_the_place_of_an_earlier_one():
    close(FRIDAY)
    decide_day(operator(), day=FRIDAY, kind=DayKind.HALF, reason="Nghỉ chiều", now=NOW)
    day = get_day(FRIDAY)
    assert (day.is_working, day.hours, day.reason) == (True, "07:00-11:30", "Nghỉ chiều")


def test_a_holiday_worked_is_worked():
    decide_day(operator(), day=date(2026, 11, 24), kind=DayKind.WORK, reason="Trực", windows="08:00-10:00", now=NOW)
    assert get_day(date(2026, 11, 24)).hours == "08:00-10:00"
    assert next_working_moment(at("2026-11-23 18:00")) == at("2026-11-24 08:00")


def test_a_unit_has_its_own_days_then_its_ancestors_then_everyones():
    commune, district, other = uuid7(), uuid7(), uuid7()
    close(FRIDAY, district)
    assert not is_working_day(FRIDAY, unit_id=commune, ancestors=[district])
    assert is_working_day(FRIDAY, unit_id=commune)
    assert is_working_day(FRIDAY, unit_id=other)
    decide_day(operator(), day=FRIDAY, kind=DayKind.WORK, reason="Trực", unit_id=commune, now=NOW)
    assert is_working_day(FRIDAY, unit_id=commune, ancestors=[district])
    assert get_day(FRIDAY, unit_id=commune, ancestors=[district]).unit_id == commune


def test_a_unit_may_have_its_own_week():
    commune = uuid7()
    sessions = [*["07:30-11:30 13:00-17:00"] * 5, "07:30-11:30", ""]
    decide_week(operator(), valid_from=date(2026, 1, 1), sessions=sessions, unit_id=commune, now=NOW)
    assert next_working_moment(at("2026-11-21 06:00"), unit_id=commune) == at("2026-11-21 07:30")
    assert next_working_moment(at("2026-11-21 06:00")) == at("2026-11-23 07:00")


def test_only_who_may_decides_and_only_over_their_units():
    mine = uuid7()
    for actor, unit in ((Actor(ActorKind.OFFICER), None), (operator(Scope(units=frozenset({mine}))), None)):
        with pytest.raises(Forbidden):
            decide_day(actor, day=FRIDAY, kind=DayKind.OFF, reason="Nghỉ", unit_id=unit, now=NOW)
    with pytest.raises(Forbidden):
        decide_day(
            operator(Scope(units=frozenset({mine}))),
            day=FRIDAY,
            kind=DayKind.OFF,
            reason="Nghỉ",
            unit_id=uuid7(),
            now=NOW,
        )


def test_a_decision_without_reason_or_with_wrong_hours_is_refused():
    with pytest.raises(ReasonMissing):
        decide_day(operator(), day=FRIDAY, kind=DayKind.OFF, reason=" ", now=NOW)
    with pytest.raises(BadSessions):
        decide_day(operator(), day=FRIDAY, kind=DayKind.WORK, reason="Trực", windows="7h-11h", now=NOW)
    with pytest.raises(BadSessions):
        decide_week(operator(), valid_from=FRIDAY, sessions=[""] * 7, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_decision_rolled_back_was_never_made():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        close(FRIDAY)
        assert not is_working_day(FRIDAY)
        raise ZeroDivisionError
    assert is_working_day(FRIDAY)


def test_counting_asks_the_database_nothing_once_it_is_settled(django_assert_num_queries):
    settle()
    with django_assert_num_queries(0):
        for _ in range(50):
            add_working_time(NOW, ONE_DAY)


def test_the_reviewed_days_are_loaded_once_and_win_over_the_package():
    assert is_working_day(date(2026, 1, 2))
    assert not is_working_day(date(2026, 8, 22))
    assert content.load_content() == 14
    assert content.load_content() == 0
    assert not is_working_day(date(2026, 1, 2))
    assert is_working_day(date(2026, 8, 22))
    assert get_day(date(2026, 1, 10)).reason == "Làm bù cho ngày 02/01/2026"


def test_an_officials_later_decision_stands_when_the_content_is_loaded_again():
    content.load_content()
    decide_day(operator(), day=date(2026, 8, 22), kind=DayKind.OFF, reason="Không làm bù", now=NOW)
    assert content.load_content() == 0
    assert not is_working_day(date(2026, 8, 22))


def test_a_wrong_line_of_content_is_named(tmp_path, settings):
    folder = tmp_path / "reference" / "calendar"
    folder.mkdir(parents=True)
    (folder / "days.csv").write_text(
        "day,kind,windows,reason,legal_document,source,mark\n2026-01-02,off,,Nghỉ,,,\n", encoding="utf-8"
    )
    settings.CONTENT_DIR = tmp_path
    with pytest.raises(ValueError, match=r"days\.csv, line 2"):
        content.load_content()


def test_tet_and_the_other_holidays_are_days_off_with_their_names():
    days = {info.day: info for info in list_days(date(2026, 1, 1), date(2026, 12, 31))}
    assert [d.day for d in (days[date(2026, 2, n)] for n in range(16, 21)) if d.is_working] == []
    assert days[date(2026, 2, 17)].reason == "Tết Nguyên Đán"
    assert working_days_between(at("2026-02-13 09:00"), at("2026-02-23 09:00")) == 1
    with pytest.raises(ValueError):
        list_days(date(2026, 1, 1), date(2026, 1, 1) + timedelta(400))


def test_the_operator_is_told_when_next_year_is_not_decided():
    with clock.frozen(at("2026-12-20 09:00")):
        assert health.next_year_decided().health is Health.SLOW
        close(date(2027, 1, 1))
        assert health.next_year_decided().health is Health.OK
    with clock.frozen(at("2026-12-01 09:00")):
        DecidedDay.objects.filter(day__year=2027).delete()
        assert health.next_year_decided().health is Health.OK


def test_the_system_may_decide():
    assert decide_day(SYSTEM, day=FRIDAY, kind=DayKind.OFF, reason="Nghỉ", now=NOW)
