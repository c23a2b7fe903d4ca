"""Signatures asked for are made once, outside transactions, and never without what was asked for."""

from datetime import timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public
from tinhso.foundation.signing.models import SignatureRequest
from tinhso.foundation.signing.public import Appearance, KeyState, Profile, RequestState, VerdictState, Wanted
from tinhso.foundation.signing.queue import working
from tinhso.foundation.signing.queue.reading import check_queue
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.models import OutboxEntry
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử")


@pytest.fixture
def officer():
    return Actor(ActorKind.OFFICER, account_id=uuid7(), name="Phạm Văn Thử", title="Chủ tịch")


@pytest.fixture
def key(officer):
    return make_demo_key(officer.account_id)


def keep(actor, paper=None):
    return files.save_bytes(paper or make_paper("leader"), name="Quyết định.pdf", actor=actor, now=clock.now())


def ask(actor, key, kept=None, **more):
    wanted = {"profile": Profile.B_B, "appearance": LEADER, "title": "Quyết định 15"} | more
    return public.ask_signature(
        actor,
        subject_kind="test",
        subject_id=uuid7(),
        file_id=(kept or keep(actor)).id,
        key_ref=key.ref,
        now=clock.now(),
        **wanted,
    )


def told(type_name):
    return list(OutboxEntry.objects.filter(type=type_name))


def test_a_signature_asked_for_is_made_and_announced(officer, key):
    asked = ask(officer, key)

    assert asked.state is RequestState.WAITING
    assert working.work()
    done = public.get_request(officer, request_id=asked.id)

    assert done.state is RequestState.DONE
    assert public.verify_pdf(files.read_bytes(done.result_file_id)).state is VerdictState.VALID
    assert len(told("signing.signature_made.v1")) == 1
    assert not working.work()


def test_asking_twice_for_one_place_gives_one_request(officer, key):
    kept = keep(officer)

    first = ask(officer, key, kept)
    working.work()

    assert ask(officer, key, kept).id == first.id
    assert not working.work()


def test_a_worker_that_died_after_signing_leaves_one_result(officer, key):
    asked = ask(officer, key)
    dead = working.claim(clock.now())
    signed = working._signed(dead)
    assert not working.work()  # the claim still holds

    SignatureRequest.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert working.work()
    done = public.get_request(officer, request_id=asked.id)

    assert not working.finish(dead, signed)
    assert public.get_request(officer, request_id=asked.id) == done
    assert len(told("signing.signature_made.v1")) == 1


def test_without_a_time_stamp_it_waits_longer_each_time_and_then_signs(officer, key, authority):
    authority.behave(down=True)
    asked = ask(officer, key, profile=Profile.B_T)
    waits = []
    for _turn in range(3):
        assert working.work()
        row = SignatureRequest.objects.get(id=asked.id)
        waits.append(row.next_try_at - clock.now())
        assert row.state == RequestState.WAITING.value and "dấu thời gian" in row.problem
        row.next_try_at = clock.now()
        row.save()

    assert waits == sorted(waits) and not told("signing.signature_made.v1")
    assert "dấu thời gian" in check_queue().sentence
    authority.behave(down=False)
    assert working.work()
    assert public.get_request(officer, request_id=asked.id).state is RequestState.DONE


def test_a_key_withdrawn_meanwhile_ends_the_request_with_a_sentence(officer, key):
    asked = ask(officer, key)
    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.REVOKED, reason="Lộ khóa", now=clock.now())

    working.work()
    found = public.get_request(officer, request_id=asked.id)

    assert found.state is RequestState.FAILED and "thu hồi" in found.problem
    assert len(told("signing.signature_failed.v1")) == 1


def test_a_cancelled_request_is_not_signed_even_when_it_was_being_signed(officer, key):
    asked = ask(officer, key)
    claimed = working.claim(clock.now())
    public.cancel_request(officer, request_id=asked.id, now=clock.now())

    working.make(claimed)

    assert public.get_request(officer, request_id=asked.id).state is RequestState.CANCELLED
    assert not told("signing.signature_made.v1")
    with pytest.raises(public.RequestClosed):
        public.cancel_request(officer, request_id=asked.id, now=clock.now())


def test_a_batch_reports_on_each_of_its_documents(officer, key):
    good, odd = keep(officer), keep(officer, make_paper("clerk"))
    wanted = [Wanted("test", uuid7(), one.id, LEADER, "Văn bản") for one in (good, odd)]

    asked = public.ask_signatures(officer, wanted=wanted, key_ref=key.ref, profile=Profile.B_B, now=clock.now())
    while working.work():
        pass

    states = [public.get_request(officer, request_id=one.id).state for one in asked]
    assert states == [RequestState.DONE, RequestState.FAILED]
    assert len({one.batch_id for one in asked}) == 1


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_has_one_to_a_hundred(officer, key, count):
    wanted = [Wanted("test", uuid7(), uuid7(), LEADER)] * count
    with pytest.raises(public.TooManyRequests):
        public.ask_signatures(officer, wanted=wanted, key_ref=key.ref, now=clock.now())


def test_nobody_asks_with_the_key_of_another_or_touches_their_requests(officer, key):
    asked = ask(officer, key)
    stranger = Actor(ActorKind.OFFICER, account_id=uuid7(), name="Người khác")

    with pytest.raises(public.KeyNotFound):
        ask(stranger, key)
    for somebody in (stranger, ANONYMOUS):
        with pytest.raises(public.RequestNotFound):
            public.cancel_request(somebody, request_id=asked.id, now=clock.now())
        with pytest.raises(public.RequestNotFound):
            public.get_request(somebody, request_id=asked.id)
        assert not public.list_requests(somebody).items


def test_a_failed_request_is_tried_again_when_asked(officer, key):
    asked = ask(officer, key)
    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=clock.now())
    working.work()
    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.ACTIVE, reason="Xong", now=clock.now())

    public.try_again(officer, request_id=asked.id, now=clock.now())
    working.work()

    assert public.get_request(officer, request_id=asked.id).state is RequestState.DONE


def test_the_operator_sees_what_waits_too_long(officer, key):
    assert check_queue().health is Health.OK
    ask(officer, key)
    SignatureRequest.objects.update(asked_at=clock.now() - timedelta(minutes=11))

    assert check_queue().health is Health.SLOW


def test_waits_grow_to_a_quarter_of_an_hour():
    assert [working.wait_after(n).seconds for n in (1, 2, 3, 9, 500)] == [15, 30, 60, 900, 900]
