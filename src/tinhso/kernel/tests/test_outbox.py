"""An announced event reaches every subscriber once its transaction is done, and none is lost or skipped."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from tinhso.kernel import modules, outbox
from tinhso.kernel.events import Event, event
from tinhso.kernel.ids import uuid7
from tinhso.kernel.models import DeadLetter, SubscriberPosition
from tinhso.testing.horizon import wait_for_horizon


@event("kernel_tests.happened.v1")
@dataclass(frozen=True, slots=True)
class Happened(Event):
    thing_id: UUID
    note: str = ""


@pytest.fixture
def heard(monkeypatch):
    got = []

    def handler(envelope):
        if envelope.fact.note == "poison":
            raise ValueError("cannot take this")
        got.append(envelope.fact.note)

    monkeypatch.setattr(outbox, "subscriptions", lambda: (modules.Subscription("kernel_tests.ear", Happened, handler),))
    return got


def deliver():
    wait_for_horizon()
    return outbox.deliver_pending()


def say(note):
    with transaction.atomic():
        outbox.announce(Happened(uuid7(), note))


def test_an_event_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError):
        outbox.announce(Happened(uuid7()))


def test_an_event_comes_once_and_in_order(transactional_db, heard):
    for note in "abc":
        say(note)
    assert deliver() == 3
    assert outbox.deliver_pending() == 0
    assert heard == ["a", "b", "c"]


def test_an_event_of_a_verb_that_failed_never_happened(transactional_db, heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.announce(Happened(uuid7(), "lie"))
        raise ZeroDivisionError
    deliver()
    assert heard == []


def test_an_event_of_a_slow_transaction_is_not_skipped(transactional_db, heard):
    slow = connections["default"].copy()
    with slow.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO kernel_outbox (id, type, data) VALUES (%s, %s, %s)",
            [uuid7(), Happened.type_name, '{"thing_id": "%s", "note": "slow"}' % uuid7()],
        )
    say("fast")
    outbox.deliver_pending()
    assert heard == []  # the fast one waits behind the horizon
    with slow.cursor() as cursor:
        cursor.execute("COMMIT")
    slow.close()
    deliver()
    assert heard == ["slow", "fast"]


def test_a_poisoned_event_is_retried_then_buried_and_the_rest_goes_on(transactional_db, heard):
    say("poison")
    say("after")
    for _ in range(outbox.MAX_ATTEMPTS):
        deliver()
        SubscriberPosition.objects.update(retry_at=None)
    assert heard == ["after"]
    letter = DeadLetter.objects.get()
    assert "cannot take this" in letter.error
    with pytest.raises(ValueError):
        outbox.replay(letter.pk)
    assert DeadLetter.objects.get().replayed_at is None


def test_a_restored_database_goes_on_delivering(transactional_db, heard):
    say("before")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_outbox SET txid = '900000000'")
    assert outbox.deliver_pending() == 0
    assert outbox.mend_after_restore()
    assert deliver() == 1
    assert not outbox.mend_after_restore()
    assert heard == ["before"]


def test_who_was_moved_along_or_took_out_of_turn_loses_nothing_by_a_restore(transactional_db, heard):
    for note in ("first", "second", "third"):
        say(note)
    assert deliver() == 3
    say("fourth")
    name = SubscriberPosition.objects.get().name
    with connection.cursor() as cursor:
        # The subscriber stands beyond every number of its transaction; what it lacks comes from a later one.
        cursor.execute("UPDATE kernel_outbox SET txid = '900000000'")
        cursor.execute("UPDATE kernel_outbox SET txid = '900000009' WHERE data->>'note' = 'fourth'")
    SubscriberPosition.objects.filter(name=name).update(txid=900000005, seq=outbox.LAST_SEQ)

    assert outbox.mend_after_restore()
    assert deliver() == 1
    assert heard == ["first", "second", "third", "fourth"]
    say("fifth")
    assert deliver() == 1


def test_a_worker_that_watches_misses_nothing_between_two_looks(transactional_db, heard):
    watch = outbox.Watch()
    wait_for_horizon()
    watch.deliver()
    slow = connections["default"].copy()
    with slow.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO kernel_outbox (id, type, data) VALUES (%s, %s, %s)",
            [uuid7(), Happened.type_name, '{"thing_id": "%s", "note": "slow"}' % uuid7()],
        )
    say("fast")
    watch.deliver()
    assert heard == []
    with slow.cursor() as cursor:
        cursor.execute("COMMIT")
    slow.close()
    wait_for_horizon()
    watch.deliver()
    assert heard == ["slow", "fast"]
    say("later")
    wait_for_horizon()
    assert watch.deliver() == 1
    assert heard[-1] == "later"


def test_who_waits_to_retry_is_asked_again_though_nothing_is_new(transactional_db, heard, monkeypatch):
    monkeypatch.setattr(outbox, "EVERYBODY", 0.0)
    say("poison")
    wait_for_horizon()
    watch = outbox.Watch()
    assert watch.deliver() == 0
    for _ in range(outbox.MAX_ATTEMPTS):
        SubscriberPosition.objects.update(retry_at=None)
        watch.deliver()
    assert DeadLetter.objects.count() == 1


def test_a_subscriber_nobody_writes_for_moves_along_and_still_hears_what_comes(transactional_db, heard, monkeypatch):
    monkeypatch.setattr(outbox, "FAR_BEHIND", -1)
    wait_for_horizon()
    watch = outbox.Watch()
    watch.deliver()
    stood = SubscriberPosition.objects.get(name="kernel_tests.ear")
    assert stood.txid > 0
    say("first")
    wait_for_horizon()
    watch.deliver()
    assert heard == ["first"]


@pytest.fixture
def taken_together(monkeypatch):
    calls = []

    def one(envelope):
        many([envelope])

    def many(envelopes):
        notes = [envelope.fact.note for envelope in envelopes]
        if "poison" in notes:
            raise ValueError("cannot take this")
        calls.append(notes)
        for note in notes:
            outbox.announce(Happened(uuid7(), f"heard {note}"))

    ear = modules.Subscription("kernel_tests.ear", Happened, one, many)
    monkeypatch.setattr(outbox, "subscriptions", lambda: (ear,))
    return calls


def test_who_takes_many_gets_a_batch_at_once_and_in_order(transactional_db, taken_together):
    for note in "abc":
        say(note)
    wait_for_horizon()
    outbox.deliver_to("kernel_tests.ear", list(outbox.subscriptions()))
    assert taken_together[0] == ["a", "b", "c"]


def test_of_a_batch_with_one_poisoned_event_the_others_are_taken_and_what_they_say_is_said_once(
    transactional_db, taken_together
):
    for note in ("a", "poison", "b"):
        say(note)
    deliver()
    assert taken_together == [["a"]]
    for _ in range(outbox.MAX_ATTEMPTS):
        SubscriberPosition.objects.update(retry_at=None)
        deliver()
    heard = [note for notes in taken_together for note in notes]
    assert [note for note in heard if not note.startswith("heard")] == ["a", "b"]
    assert heard.count("heard a") == 1
    assert DeadLetter.objects.count() == 1


def test_what_a_verb_inside_another_gathered_is_taken_back_with_it(transactional_db, heard):
    with transaction.atomic(), outbox.gathering():
        outbox.announce(Happened(uuid7(), "before"))
        with pytest.raises(ZeroDivisionError), transaction.atomic(), outbox.gathering():
            outbox.announce(Happened(uuid7(), "lie"))
            raise ZeroDivisionError
        outbox.announce(Happened(uuid7(), "after"))
    deliver()
    assert heard == ["before", "after"]
