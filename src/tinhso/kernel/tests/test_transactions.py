"""A verb inside another costs no trip more, and stands or falls with it."""

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tinhso.kernel import outbox
from tinhso.kernel.events import Event, event
from tinhso.kernel.transactions import within_callers


@event("kernel_tests.noted.v1")
@dataclass(frozen=True, slots=True)
class Noted(Event):
    note: str


@within_callers
def inner(note):
    outbox.announce(Noted(note))


def notes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data ->> 'note' FROM kernel_outbox WHERE type = 'kernel_tests.noted.v1' ORDER BY seq")
        return [note for (note,) in cursor.fetchall()]


def test_what_is_announced_in_one_verb_is_written_at_once_and_in_order(transactional_db):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        with outbox.gathering():
            for note in "abc":
                inner(note)
            with outbox.gathering():
                inner("d")
        written = [query["sql"] for query in queries if "kernel_outbox" in query["sql"]]
    assert len(written) == 1 and not any("SAVEPOINT" in query["sql"] for query in queries)
    assert notes() == ["a", "b", "c", "d"]


def test_a_verb_alone_has_a_transaction_of_its_own(transactional_db):
    inner("alone")
    assert notes() == ["alone"]


def test_a_verb_that_fails_announces_nothing_and_the_next_begins_afresh(transactional_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), outbox.gathering():
        inner("lie")
        raise ZeroDivisionError
    with transaction.atomic(), outbox.gathering():
        inner("truth")
    assert notes() == ["truth"]
