"""What was done to a subject, and who looked at a person's data, newest first, page by page."""

import pytest
from django.db import connection

from tinhso.foundation.audit.public import READ_VERB, list_of_request, list_reads_of, list_trail, record, record_read
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import BadCursor, encode_cursor

pytestmark = pytest.mark.django_db


def walk(question, subject, size):
    cursor, found = "", []
    while True:
        page = question(subject, cursor=cursor, size=size)
        assert len(page.items) <= size
        found += page.items
        if not page.next_cursor:
            return found
        cursor = page.next_cursor


def test_a_trail_is_read_to_its_end_without_gap_or_double():
    subject = uuid7()
    written = [record(SYSTEM, verb="tests.happened", subject_id=subject, detail={"n": n}) for n in range(25)]
    record(SYSTEM, verb="tests.happened", subject_id=uuid7())
    found = walk(list_trail, subject, 10)
    assert [entry.id for entry in found] == written[::-1]
    assert found[0].detail == {"n": 24}


def test_lines_of_the_same_instant_are_all_shown():
    subject = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, actor_kind, actor_name, request_id, address, verb, subject_kind,"
            " subject_id, purpose, detail) SELECT gen_random_uuid(), now(), 'system', '', '', '', 'tests.v', '', %s, '',"
            " '{}' FROM generate_series(1, 7)",
            [subject],
        )
    assert len({entry.id for entry in walk(list_trail, subject, 3)}) == 7


def test_a_person_sees_who_looked_and_why_and_only_that():
    person, officer = uuid7(), Actor(ActorKind.OFFICER, account_id=uuid7(), name="Chi")
    record(SYSTEM, verb="dossiers.received", person_id=person)
    record_read(officer, person_id=person, purpose="Thẩm định hồ sơ")
    record_read(officer, person_id=uuid7(), purpose="Thẩm định hồ sơ")
    (entry,) = list_reads_of(person).items
    assert (entry.actor_name, entry.purpose, entry.verb) == ("Chi", "Thẩm định hồ sơ", READ_VERB)


@pytest.mark.parametrize("cursor", ["x", encode_cursor("yesterday", 1), encode_cursor("2026-11-23T09:00:00", 1), "W10"])
def test_a_cursor_we_did_not_make_is_refused(cursor):
    with pytest.raises(BadCursor):
        list_trail(uuid7(), cursor=cursor)


@pytest.mark.parametrize(
    ("question", "column"), [(list_trail, "subject_id"), (list_reads_of, "person_id"), (list_of_request, "request_id")]
)
def test_each_list_walks_an_index_however_long_the_record(question, column, django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    with django_assert_num_queries(1) as captured:
        question(
            uuid7() if column != "request_id" else uuid7().hex, cursor=encode_cursor("2026-11-23T09:00:00+00:00", 5)
        )
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + captured.captured_queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan Backward" in plan
    assert f"{column} = " in plan
    assert "ROW(" in plan
    assert "Sort" not in plan.replace("Sort Key", "")


def test_what_one_request_did_is_found_by_its_id():
    asked = [Actor(ActorKind.OFFICER, account_id=uuid7(), name="Chi", request_id=uuid7().hex) for _ in range(2)]
    written = [record(asked[0], verb="tests.happened", detail={"n": n}) for n in range(3)]
    record(asked[1], verb="tests.happened")
    record(SYSTEM, verb="tests.happened")
    assert [entry.id for entry in walk(list_of_request, asked[0].request_id, 2)] == written[::-1]
    assert list_of_request("").items == []
