"""Rows by statements compiled once are the rows the ORM writes and reads."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tinhso.kernel.models import DeadLetter, SubscriberPosition
from tinhso.kernel.rows import Changes, Rows, insert_together

LETTERS = Rows(DeadLetter)
NOW = datetime(2026, 11, 23, 3, 4, 5, tzinfo=UTC)


def letter(**given):
    return DeadLetter(
        id=given.pop("id", 1),
        subscriber="x",
        event_id=uuid4(),
        type="t",
        data={"tên": ["Ẩn", None, 1.5]},
        recorded_at=NOW,
        error="E",
        failed_at=NOW,
        **given,
    )


@pytest.mark.django_db
def test_what_is_inserted_reads_back_the_same_by_either_way():
    first, second = letter(id=901), letter(id=902)
    LETTERS.insert(first, second)
    by_orm = DeadLetter.objects.get(pk=901)
    by_rows = LETTERS.find("t.id = %s", [901])[0]
    assert by_orm.data == by_rows.data == {"tên": ["Ẩn", None, 1.5]}
    assert by_rows.event_id == first.event_id
    assert by_rows.recorded_at == NOW
    assert by_rows == by_orm
    assert {found.pk for found in LETTERS.find("t.id IN (901, 902)", [], limit=5)} == {901, 902}


@pytest.mark.django_db
def test_rows_of_several_tables_are_written_in_one_statement(django_assert_num_queries):
    first, second, place = letter(id=911), letter(id=912), SubscriberPosition(name="nơi nhận", txid=1, seq=2)
    with django_assert_num_queries(1):
        insert_together((LETTERS, [first, second]), (Rows(SubscriberPosition), [place]), (LETTERS, []))
    assert set(DeadLetter.objects.filter(pk__in=[911, 912]).values_list("event_id", flat=True)) == {
        first.event_id,
        second.event_id,
    }
    assert SubscriberPosition.objects.get(name="nơi nhận").seq == 2
    with django_assert_num_queries(0):
        insert_together((LETTERS, []))


@pytest.mark.django_db
def test_an_update_writes_what_changed_and_nothing_else():
    LETTERS.insert(letter(id=903))
    row = LETTERS.find("t.id = %s", [903])[0]
    changes = Changes(row)
    assert changes.names() == []
    row.data["tên"].append("Bé")
    row.error = "F"
    assert sorted(changes.names()) == ["data", "error"]
    DeadLetter.objects.filter(pk=903).update(type="changed meanwhile")
    LETTERS.update(row, changes.names())
    kept = DeadLetter.objects.get(pk=903)
    assert (kept.error, kept.type) == ("F", "changed meanwhile")
    assert kept.data["tên"][-1] == "Bé"


@pytest.mark.django_db
def test_a_row_that_is_gone_is_not_updated_in_silence():
    with pytest.raises(ObjectDoesNotExist):
        LETTERS.update(letter(id=904), ["error"])
    LETTERS.insert()
    assert LETTERS.find("t.id = %s", [904]) == []
