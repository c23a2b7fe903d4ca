"""Between the decision and the signature: visible, owned, tried again, taken back; one result whatever dies between."""

from datetime import timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.events import SignatureMade
from tinhso.foundation.signing.models import SignatureRequest
from tinhso.foundation.signing.public import KeyState, Profile, RequestState, VerdictState
from tinhso.foundation.signing.queue import working
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import handlers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SIGNING, Status
from tinhso.government.dossiers.testing import MONDAY, make_done, make_drafted, make_received, sign_and_wait
from tinhso.government.results import public as results
from tinhso.government.results.models import Result
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.models import OutboxEntry
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.horizon import wait_for_horizon

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def drafted(an, binh, ha, a):
    return make_drafted(an, binh, ha, unit_id=a)


def number_of(dossier_id):
    return Result.objects.get(dossier_id=dossier_id, state="in_force").number


def make_seal(units):
    name = units.commune_a.name
    return signing.ensure_demo_key(units.commune_a.id, name=name, unit=name, now=MONDAY)


def request_of(dossier_id):
    return signing.requests_of(dossier_id)[0]


def test_a_result_decided_on_stands_visibly_until_it_is_signed(drafted, an, chi):
    info = dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)

    assert (info.status, info.step_act, info.step_title) == (Status.PROCESSING, SIGNING, "Đang ký số")
    (item,) = work.list_of_subject(chi, subject_id=info.id)
    assert (item.kind, item.assignee_id, item.due_at) == ("dossiers.signing", chi.account_id, info.step_due_at)
    step = dossiers.get_dossier(an, dossier_id=info.id).next_step
    assert chi.name in step.owner and step.due_at == info.step_due_at and step.act == "Đang ký số"
    assert "đang được ký số" in step.sentence
    found = dossiers.find_signing(chi, dossier_id=info.id)
    assert (found.signer_name, found.problem, found.number) == (chi.name, "", "01/2026/XN")
    assert not Result.objects.exists()


def test_nothing_else_moves_a_dossier_while_its_result_is_signed(drafted, an, ha, chi):
    info = dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)
    with pytest.raises(dossiers.StillSigning):
        dossiers.sign_result(chi, dossier_id=info.id, now=LATER)
    with pytest.raises(dossiers.StillSigning):
        dossiers.withdraw(an, dossier_id=info.id, now=LATER)
    with pytest.raises(dossiers.StillSigning):
        dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", outcome="return", remark="Sai", now=LATER)
    offered = {one.code for one in dossiers.available_acts(chi, dossier_id=info.id, now=LATER) if one.is_offered}
    assert {"sign_again", "take_back_signing"} <= offered and not offered & {"sign", "step", "stop"}
    assert sign_state(info.id) is RequestState.WAITING


def sign_state(dossier_id):
    return request_of(dossier_id).state


@pytest.mark.django_db(transaction=True)
def test_the_worker_signs_with_a_time_and_the_events_bring_the_result(an, binh, ha, chi, a, authority):
    info = make_drafted(an, binh, ha, unit_id=a)
    authority.behave(down=True)
    dossiers.sign_result(chi, dossier_id=info.id, profile=Profile.B_T, now=clock.now())
    assert working.work()
    waiting = dossiers.find_signing(chi, dossier_id=info.id)
    assert "dấu thời gian" in waiting.problem and waiting.next_try_at and not waiting.has_failed
    assert not Result.objects.exists()  # never signed without

    authority.behave(down=False)
    dossiers.sign_again(chi, dossier_id=info.id, now=clock.now())
    assert working.work()
    made = OutboxEntry.objects.filter(type="signing.signature_made.v1").count()
    for _turn in range(2):
        wait_for_horizon()
        deliver_pending()

    assert made == 1 and Result.objects.filter(dossier_id=info.id).count() == 1
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    assert detail.info.status is Status.DONE
    verdict = signing.verify_pdf(files.read_bytes(detail.result_file_id))
    assert verdict.state is not VerdictState.INVALID and verdict.profile == "PAdES-B-T"


def test_a_worker_that_dies_between_loses_and_doubles_nothing(drafted, an, chi):
    with clock.frozen(LATER):
        dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)
        dead = working.claim(LATER)
        signed = working._signed(dead)  # killed after signing, before keeping
    with clock.frozen(LATER + timedelta(minutes=4)):
        assert working.work()
        assert not working.finish(dead, signed)  # and one that comes back late
        made = request_of(drafted.id)
        fact = SignatureMade(
            made.id, "dossiers.dossier", drafted.id, made.file_id, made.result_file_id, made.result_sha256, "b-b"
        )
        for _time in range(2):  # killed after entering, before the event was ticked off
            handlers.signed.signature_made(
                request_id=fact.request_id, file_id=fact.result_file_id, sha256=fact.sha256, now=clock.now()
            )
    assert Result.objects.filter(dossier_id=drafted.id).count() == 1
    assert [line.verb for line in dossiers.get_dossier(an, dossier_id=drafted.id).timeline].count("signed") == 1


def test_a_key_withdrawn_meanwhile_gives_the_dossier_back_with_the_reason_and_its_number(drafted, an, binh, ha, chi, a):
    key = make_demo_key(chi.account_id)
    dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=LATER)
    info = dossiers.settle_signing(chi, dossier_id=drafted.id, now=LATER)

    assert (info.status, info.step_act) == (Status.PROCESSING, "sign")
    (item,) = work.list_of_subject(chi, subject_id=info.id)
    assert item.kind == "dossiers.step"
    assert "Chưa ký số được kết quả" in dossiers.get_dossier(chi, dossier_id=info.id).timeline[-1].sentence

    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.ACTIVE, reason="Xong", now=LATER)
    sign_and_wait(chi, dossier_id=info.id, now=LATER)
    assert number_of(info.id) == "01/2026/XN"


def test_a_decision_taken_back_leaves_no_signature_and_keeps_the_number(drafted, an, binh, ha, chi, a):
    dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)
    asked = request_of(drafted.id)
    with pytest.raises(dossiers.NotYourStep):
        dossiers.take_back_signing(ha, dossier_id=drafted.id, now=LATER)
    info = dossiers.take_back_signing(chi, dossier_id=drafted.id, now=LATER)

    assert info.step_act == "sign" and SignatureRequest.objects.get(id=asked.id).state == RequestState.CANCELLED
    with pytest.raises(dossiers.IllegalMove):
        dossiers.take_back_signing(chi, dossier_id=drafted.id, now=LATER)
    second = make_done(an, binh, ha, chi, unit_id=a, now=LATER)
    sign_and_wait(chi, dossier_id=info.id, now=LATER)
    assert (number_of(info.id), number_of(second.id)) == ("01/2026/XN", "02/2026/XN")


def test_where_the_agency_has_a_seal_it_is_put_after_the_leader(drafted, an, chi, units):
    make_seal(units)
    info = sign_and_wait(chi, dossier_id=drafted.id, now=LATER)

    assert info.status is Status.DONE
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    verdict = signing.verify_pdf(files.read_bytes(detail.result_file_id), now=LATER)
    assert verdict.state is VerdictState.VALID
    assert [one.field for one in verdict.signatures] == ["ChuKy_leader", "ChuKy_seal"]
    assert all(one.state is VerdictState.VALID for one in verdict.signatures)
    assert results.find_by_token(detail.result_token).sha256 == verdict_hash(detail)


def verdict_hash(detail):
    return results.sha256_of(files.read_bytes(detail.result_file_id))


def test_a_seal_that_fails_waits_for_a_person_and_goes_on_when_it_is_back(drafted, chi, units):
    seal = make_seal(units)
    dossiers.sign_result(chi, dossier_id=drafted.id, now=LATER)
    signing.change_key_state(SYSTEM, key_id=seal.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=LATER)
    info = dossiers.settle_signing(chi, dossier_id=drafted.id, now=LATER)

    waits = dossiers.find_signing(chi, dossier_id=info.id)
    assert (info.step_act, waits.stage, waits.has_failed) == (SIGNING, "seal", True)
    assert "con dấu" in waits.problem
    signing.change_key_state(SYSTEM, key_id=seal.id, state=KeyState.ACTIVE, reason="Xong", now=LATER)
    dossiers.sign_again(chi, dossier_id=info.id, now=LATER)
    assert dossiers.settle_signing(chi, dossier_id=info.id, now=LATER).status is Status.DONE


def test_what_is_not_being_signed_is_not_tried_again(an, binh, chi, a):
    info = make_received(an, binh, unit_id=a)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.sign_again(chi, dossier_id=info.id, now=LATER)
    assert dossiers.find_signing(chi, dossier_id=info.id) is None
