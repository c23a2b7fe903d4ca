"""Every act leaves one line, in the same transaction, whoever did it."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from tinhso.foundation.audit.actions import forget_shown
from tinhso.foundation.audit.public import (
    READ_VERB,
    list_reads_of,
    list_trail,
    record,
    record_read,
    record_reads,
    record_shown,
)
from tinhso.foundation.audit.testing import empty_record
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def officer():
    return Actor(
        ActorKind.OFFICER,
        account_id=uuid7(),
        name="Bình",
        unit_id=uuid7(),
        appointment_id=uuid7(),
        acting_for=uuid7(),
        request_id="r-1",
        address="10.0.0.7",
    )


def row_of(entry_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM audit_entry e WHERE id = %s", [entry_id])
        return json.loads(cursor.fetchone()[0])


def test_a_line_tells_who_did_what_where_and_why():
    actor, subject = officer(), uuid7()
    row = row_of(
        record(actor, verb="dossiers.received", subject_kind="dossier", subject_id=subject, detail={"code": "H61"})
    )
    assert (row["verb"], row["subject_kind"], UUID(row["subject_id"])) == ("dossiers.received", "dossier", subject)
    assert (UUID(row["account_id"]), row["actor_kind"], row["actor_name"]) == (actor.account_id, "officer", "Bình")
    assert (UUID(row["appointment_id"]), UUID(row["acting_for"])) == (actor.appointment_id, actor.acting_for)
    assert (row["request_id"], row["address"], row["detail"]) == ("r-1", "10.0.0.7", {"code": "H61"})
    assert UUID(row["unit_id"]) == actor.unit_id


def test_a_line_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        record(SYSTEM, verb="calendar.loaded")
    with django_assert_num_queries(1):
        record_reads(officer(), person_ids=[uuid7() for _ in range(50)], purpose="Tra cứu hồ sơ tại quầy")


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_failed_leaves_no_line():
    subject = uuid7()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(SYSTEM, verb="dossiers.received", subject_id=subject)
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE subject_id = %s", [subject])
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_verb_is_refused_but_a_read_is_not():
    with pytest.raises(RuntimeError):
        record(SYSTEM, verb="dossiers.received")
    assert record_read(officer(), person_id=uuid7(), purpose="Thẩm định hồ sơ")


def test_a_read_without_a_purpose_is_refused():
    with pytest.raises(ValueError):
        record_read(officer(), person_id=uuid7(), purpose="  ")
    with pytest.raises(ValueError, match="of a person"):
        record_read(officer(), person_id=None, purpose="Thẩm định hồ sơ")


def test_what_is_out_of_bounds_is_refused():
    for wrong in ({"verb": ""}, {"verb": "x" * 81}, {"verb": "v", "detail": {"a": "x" * 20_000}}):
        with pytest.raises(ValueError):
            record(SYSTEM, **wrong)
    with pytest.raises(ValueError):
        record_reads(SYSTEM, person_ids=[uuid7() for _ in range(501)], purpose="p")


def show(actor, shown, place="dossiers.list"):
    return record_shown(actor, shown=shown, place=place, purpose="Xem tên trong danh sách", subject_kind="dossier")


def test_a_name_shown_again_within_the_hour_makes_no_second_line(django_assert_num_queries):
    actor, person = officer(), uuid7()
    with django_assert_num_queries(1):
        assert show(actor, [(person, uuid7()), (person, uuid7()), (uuid7(), uuid7())]) == 2
    assert show(actor, [(person, uuid7())]) == 0
    assert show(actor, [(person, uuid7())], place="dossiers.inbox") == 1
    assert show(officer(), [(person, uuid7())]) == 1
    assert [line.purpose for line in list_reads_of(person).items] == ["Xem tên trong danh sách"] * 3


def test_the_next_hour_makes_a_line_again_and_old_marks_are_dropped():
    actor, person = officer(), uuid7()
    show(actor, [(person, uuid7())])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_shown SET hour = hour - interval '2 hours'")
    assert show(actor, [(person, uuid7())]) == 1
    assert forget_shown() == 1
    assert show(actor, [(person, uuid7())]) == 0


def test_a_name_without_an_account_stands_on_record_by_its_dossier():
    actor, dossier = officer(), uuid7()
    assert show(actor, [(None, dossier)]) == 1
    (line,) = list_trail(dossier).items
    assert (line.verb, line.person_id, line.actor_name) == (READ_VERB, None, "Bình")


def test_nobody_in_particular_is_never_shown_a_name():
    with pytest.raises(ValueError):
        show(SYSTEM, [(uuid7(), uuid7())])
    with pytest.raises(ValueError):
        show(officer(), [(uuid7(), uuid7()) for _ in range(501)])


@pytest.mark.django_db(transaction=True)
def test_two_pages_at_once_write_each_name_once():
    actor, people = officer(), [uuid7() for _ in range(200)]

    def look(order):
        try:
            return show(actor, [(person, person) for person in order])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(look, [people, people[::-1]] * 4))
    assert sum(written) == 200
    empty_record()
