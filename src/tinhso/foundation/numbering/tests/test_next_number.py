"""Numbers follow one another: none is missing, none is given twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from tinhso.foundation.numbering.public import Period, Series, Unique, last_number, next_code, next_number, take_blocks
from tinhso.kernel.clock import local_day

DOSSIER = Series("dossier", Period.DAY, "{owner}-{on:%y%m%d}-{n:04d}")
DOCUMENT = Series("document", Period.YEAR, "{n}/{on:%Y}/{owner}")
TICKET = Series("ticket", Period.ALWAYS, "{n}")
DAY = date(2026, 11, 22)


@pytest.mark.django_db
def test_the_first_dossier_of_the_day_is_number_one():
    assert next_code(DOSSIER, owner="H61.12", on=DAY) == "H61.12-261122-0001"
    assert next_code(DOSSIER, owner="H61.12", on=DAY) == "H61.12-261122-0002"
    assert last_number(DOSSIER, owner="H61.12", on=DAY) == 2


@pytest.mark.django_db
def test_counting_starts_again_at_local_midnight():
    before, after = datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert next_code(DOSSIER, owner="H61.12", on=local_day(before)) == "H61.12-261122-0001"
    assert next_code(DOSSIER, owner="H61.12", on=local_day(after)) == "H61.12-261123-0001"


@pytest.mark.django_db
def test_a_yearly_series_goes_on_over_midnight_and_starts_again_at_new_year():
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    assert [next_number(DOCUMENT, owner="UBND", on=day) for day in days] == [1, 2, 1]
    assert [next_number(TICKET, owner="", on=day) for day in days] == [1, 2, 3]


@pytest.mark.django_db
def test_a_decision_carries_no_year_and_begins_again_at_one():
    decision = Series("decision", Period.YEAR, "{n:02d}/QĐ-UBND", unique_within=Unique.PERIOD)
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    assert [next_code(decision, owner="H61.12", on=day) for day in days] == [
        "01/QĐ-UBND",
        "02/QĐ-UBND",
        "01/QĐ-UBND",
    ]


def test_a_number_that_would_come_twice_must_be_meant_so():
    with pytest.raises(ValueError, match="restarts"):
        Series("decision", Period.YEAR, "{n:02d}/QĐ-UBND")


@pytest.mark.django_db
def test_each_agency_and_each_series_counts_for_itself():
    assert [next_number(DOSSIER, owner=o, on=DAY) for o in ("H61.1", "H61.2", "H61.1")] == [1, 1, 2]
    assert next_number(DOCUMENT, owner="H61.1", on=DAY) == 1


@pytest.mark.django_db
def test_a_busy_day_grows_past_four_digits():
    next_number(DOSSIER, owner="H61", on=DAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE numbering_counter SET value = 9999")
    assert next_code(DOSSIER, owner="H61", on=DAY) == "H61-261122-10000"


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_failed_gives_its_number_back():
    def take():
        return next_number(DOSSIER, owner="H61", on=DAY)

    with transaction.atomic():
        assert take() == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take()
        raise ZeroDivisionError
    with transaction.atomic():
        assert take() == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_verb_is_refused():
    with pytest.raises(RuntimeError):
        next_number(DOSSIER, owner="H61", on=DAY)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_who_come_at_once_get_one_to_two_hundred():
    together = Barrier(20)

    def take_ten(_):
        try:
            connection.ensure_connection()
            together.wait()
            got = []
            for _ in range(10):
                with transaction.atomic():
                    got.append(next_number(DOSSIER, owner="H61", on=DAY))
            return got
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        given = [n for got in threads.map(take_ten, range(20)) for n in got]
    assert sorted(given) == list(range(1, 201))


@pytest.mark.parametrize("pattern", ["{owner}-{on:%y%m%d}", "{n}-{secret}", "{owner}-{n}", "{on:%Y}-{n}"])
def test_a_daily_series_that_would_write_a_code_twice_is_refused(pattern):
    with pytest.raises(ValueError):
        Series("wrong", Period.DAY, pattern)


@pytest.mark.django_db
def test_blocks_for_many_days_join_single_numbers_without_gap():
    other = date(2026, 11, 23)
    next_number(DOSSIER, owner="H61.12", on=DAY)
    first = take_blocks(DOSSIER, counts={("H61.12", DAY): 3, ("H61.12", other): 2, ("H61.13", DAY): 1})
    assert first == {("H61.12", DAY): 2, ("H61.12", other): 1, ("H61.13", DAY): 1}
    assert next_number(DOSSIER, owner="H61.12", on=DAY) == 5
    with pytest.raises(ValueError, match="one period"):
        take_blocks(DOCUMENT, counts={("UBND", DAY): 1, ("UBND", other): 1})
    with pytest.raises(ValueError, match="at least one"):
        take_blocks(DOSSIER, counts={("H61.12", DAY): 0})
