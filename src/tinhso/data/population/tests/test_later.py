"""Verification later: the queue, its pauses, and one event for each answer."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tinhso.data.population import actions, knowing, queries, working
from tinhso.data.population.data import CheckState, Outcome, Standing
from tinhso.data.population.errors import CheckNotFound, CheckNotGivenUp
from tinhso.data.population.events import PersonVerified
from tinhso.data.population.models import Check, HeldPerson, LookUp, SourceLine
from tinhso.data.population.rules import patience
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.models import Account
from tinhso.kernel import clock
from tinhso.testing.cast import citizen_actor

HER = {"number": "086190000017", "name": "Nguyễn Thị Minh Họa", "birth": date(1990, 3, 27)}


def later(actor, **given):
    wanted = {
        **HER,
        "purpose": "tiếp nhận hồ sơ",
        "subject_kind": "draft",
        "subject_id": uuid4(),
        "now": clock.now(),
        **given,
    }
    return actions.check_later(actor, **wanted)


@pytest.fixture
def hoa(db, units):
    return citizen_actor(number=HER["number"], name=HER["name"], birth_on=HER["birth"])


@pytest.fixture
def verified(announced):
    return lambda: [fact for fact in announced() if isinstance(fact, PersonVerified)]


def test_what_waits_is_verified_and_announced_once(source, binh, verified):
    check = later(binh)
    assert working.work_queue() == 1
    assert working.work_queue() == 0
    fact = verified()
    assert [(one.check_id, one.subject_id, one.outcome, one.differing_fields) for one in fact] == [
        (check.id, check.subject_id, "matched", "")
    ]
    row = Check.objects.get()
    assert (row.state, row.number, row.name, row.birth) == ("done", "", "", "")
    assert audit.list_reads_of(audit_person()).items[0].purpose.startswith("Xác thực thông tin trong CSDL quốc gia")


def audit_person():
    from tinhso.data.population.pseudonyms import person_id

    return person_id(HER["number"])


def test_a_mismatch_is_one_event_that_names_the_birth_date(source, binh, hoa, verified):
    later(binh, birth=date(1990, 4, 27), account_id=hoa.account_id)
    working.work_queue()
    working.work_queue()
    assert [(one.outcome, one.differing_fields, one.account_id) for one in verified()] == [
        ("mismatch", "birth", hoa.account_id)
    ]


def test_a_mismatch_of_the_name_is_told_without_a_field_when_the_source_does_not_say(source, binh, verified):
    later(binh, name="Nguyễn Thị Khác")
    working.work_queue()
    assert [(one.outcome, one.differing_fields) for one in verified()] == [("mismatch", "")]


def test_nobody_found_is_told(source, binh, verified):
    later(binh, number="086190000018")
    working.work_queue()
    assert [one.outcome for one in verified()] == ["not_found"]


def test_the_same_person_waits_once_for_a_subject(source, binh):
    subject = uuid4()
    first, second = later(binh, subject_id=subject), later(binh, subject_id=subject)
    assert first.id == second.id
    later(binh, subject_id=subject, number="086190000018")
    assert Check.objects.count() == 2


def test_while_the_source_is_down_it_waits_longer_each_time_and_then_is_given_up(source, binh, em, verified):
    source.behave(down=True)
    later(binh)
    moment, waits = clock.now(), []
    for _ in range(len(patience.PAUSES) + 1):
        SourceLine.objects.all().delete()
        with clock.frozen(moment):
            assert working.work_queue() == 1
        row = Check.objects.get()
        waits.append(row.next_at - moment)
        moment = max(row.next_at, moment + timedelta(seconds=1))
    assert waits[:-1] == list(patience.PAUSES)
    assert row.state == CheckState.GIVEN_UP
    assert verified() == []
    source.forgive()
    actions.retry(em, check_id=row.id, now=clock.now())
    working.work_queue()
    assert [one.outcome for one in verified()] == ["matched"]


def test_a_resting_line_costs_no_attempt(source, binh):
    source.behave(down=True)
    for _ in range(6):
        later(binh)
    working.work_queue()
    assert sorted(Check.objects.values_list("attempts", flat=True)) == [0, 1, 1, 1, 1, 1]


def test_only_an_operator_puts_one_back_and_only_one_that_was_given_up(source, binh, em):
    check = later(binh)
    with pytest.raises(CheckNotGivenUp):
        actions.retry(em, check_id=check.id, now=clock.now())
    for actor, check_id in ((binh, check.id), (em, uuid4())):
        with pytest.raises(CheckNotFound):
            actions.retry(actor, check_id=check_id, now=clock.now())


def test_a_pause_holds_everything_back_until_it_ends(source, binh, em, asked):
    actions.pause(em, paused=True, now=clock.now())
    later(binh)
    assert working.work_queue() == 0
    assert asked() == []
    actions.pause(em, paused=False, now=clock.now())
    assert working.work_queue() == 1


def test_a_worker_that_died_while_asking_leaves_its_check_to_another(source, binh, verified, monkeypatch):
    class Died(BaseException):
        pass

    def die(*_):
        raise Died

    later(binh)
    with monkeypatch.context() as broken, pytest.raises(Died):
        broken.setattr("tinhso.data.population.adapters.soap.SoapSource.ask", die)
        working.work_queue()
    assert working.work_queue() == 0
    Check.objects.update(claimed_at=clock.now() - timedelta(minutes=11))
    assert working.work_queue() == 1
    assert len(verified()) == 1


def test_the_source_killed_in_the_middle_and_started_again_answers_once(source, simulators, binh, verified):
    source.behave(delay=5)
    later(binh)
    killer = threading.Timer(0.7, simulators.kill)
    killer.start()
    working.work_queue()
    killer.join()
    assert Check.objects.get().state == CheckState.WAITING
    simulators.start()
    Check.objects.update(next_at=clock.now())
    working.work_queue()
    assert [one.outcome for one in verified()] == ["matched"]


def test_a_slow_source_leaves_the_citizen_unverified_in_time_and_asks_no_second_time(source, hoa, asked):
    source.behave(delay=30)
    subject, begun = uuid4(), clock.now()
    known = knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=subject, now=begun)
    assert known.standing is Standing.UNVERIFIED and known.person is None
    assert clock.now() - begun < timedelta(seconds=1.9)
    again = clock.now()
    assert knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=subject, now=again) == known
    assert clock.now() - again < timedelta(seconds=0.2)
    source.forgive()
    assert working.work_queue() == 1
    assert queries.standing_of(subject_kind="draft", subject_id=subject).standing is Standing.VERIFIED


def test_what_is_known_of_the_citizen_is_asked_for_once_for_a_draft(source, hoa, asked):
    subject = uuid4()
    first = knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=subject, now=clock.now())
    second = knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=subject, now=clock.now())
    assert first.standing is second.standing is Standing.VERIFIED
    assert first.person == second.person
    assert len(asked()) == 1
    assert knowing.prefill_values(first.person)["applicant.birth_on"] == "1990-03-27"


def test_a_birth_date_in_the_account_that_differs_is_told_at_once(source, hoa):
    Account.objects.filter(pk=hoa.account_id).update(birth_on=date(1990, 4, 27))
    known = knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=uuid4(), now=clock.now())
    assert known.standing is Standing.MISMATCH and known.person is None


def test_a_business_and_an_unconnected_house_are_asked_nothing(source, hoa, binh, settings, asked):
    assert knowing.known_of_applicant(binh, subject_kind="draft", subject_id=uuid4(), now=clock.now()).person is None
    settings.SIMULATORS = ""
    known = knowing.known_of_applicant(hoa, subject_kind="draft", subject_id=uuid4(), now=clock.now())
    assert known.standing is Standing.NOT_CONNECTED
    assert asked() == []


def test_tries_of_the_queue_are_on_record_with_their_number_and_who_wished_them(source, binh):
    later(binh)
    working.work_queue()
    row = LookUp.objects.get()
    assert (row.account_id, row.attempt, row.operation, row.outcome) == (binh.account_id, 1, "verify", "matched")
    assert HeldPerson.objects.get().outcome == Outcome.MATCHED


@pytest.mark.django_db(transaction=True)
def test_many_workers_ask_for_each_check_once(source, binh, asked):
    subjects = [uuid4() for _ in range(12)]
    for subject in subjects:
        later(binh, subject_id=subject)

    def work():
        working.work_queue()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Check.objects.filter(state="done").count() == 12
    assert len(asked()) == 12


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_slip_past_the_limit(source, binh, settings, asked):
    settings.POPULATION_HOURLY = 3
    refused = []

    def ask_once():
        try:
            actions.look_up(
                binh,
                **HER,
                purpose="tiếp nhận hồ sơ",
                subject_kind="dossier",
                subject_id=uuid4(),
                now=clock.now(),
                within=timedelta(seconds=20),
            )
        except actions.DomainError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask_once) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert refused == ["population.limit_reached"] * 7
    assert len(asked()) == 3
