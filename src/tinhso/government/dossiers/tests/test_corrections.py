"""Mistakes mended in sight: results returned, acts undone, and what cannot be."""

from datetime import timedelta

import pytest

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Delivery, Reason, Status, SupplementItem
from tinhso.government.dossiers.models import Dossier, Supplement, TimelineEvent
from tinhso.government.dossiers.testing import (
    MONDAY,
    make_done,
    make_drafted,
    make_received,
    make_submitted,
    sign_and_wait,
)
from tinhso.government.results import public as results
from tinhso.kernel.actors import SYSTEM

SOON = MONDAY + timedelta(hours=1)
WHY = "Bấm nhầm hồ sơ khác"
REASONS = [Reason("Không thuộc thẩm quyền", "Điều 13 Luật Hộ tịch")]
ITEMS = [SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ")]


@pytest.fixture
def a(units):
    return units.commune_a.id


def last(dossier_id, verb):
    return TimelineEvent.objects.filter(dossier_id=dossier_id, verb=verb).order_by("-id").first().id


def steps_waiting(dossier_id):
    items = work.list_of_subject(SYSTEM, subject_id=dossier_id)
    return [i.role for i in items if i.state in (work.State.OPEN, work.State.CLAIMED)]


def test_a_signed_result_goes_back_to_its_drafter_is_revoked_and_signed_again(an, binh, ha, chi, a, announced):
    info = make_done(an, binh, ha, chi, unit_id=a)
    token = dossiers.get_dossier(an, dossier_id=info.id).result_token

    back = dossiers.return_for_correction(chi, dossier_id=info.id, reason="Sai ngày sinh trong giấy", now=SOON)

    assert (back.status, back.step_task, back.finished_at) == (Status.PROCESSING, "tham_tra", None)
    assert steps_waiting(info.id) == ["specialist"]
    assert results.find_by_token(token).state is results.ResultState.REVOKED
    assert "dossiers.returned.v1" in [fact.type_name for fact in announced()]
    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Đã sửa."}, now=SOON)
    dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=SOON)
    again = sign_and_wait(chi, dossier_id=info.id, now=SOON)
    assert again.status is Status.DONE
    assert dossiers.get_dossier(an, dossier_id=info.id).result_token != token
    assert dossiers.hand_over(binh, dossier_id=info.id, now=SOON).status is Status.HANDED_OVER


def test_only_the_signer_takes_a_result_back_and_only_before_it_is_handed_over(an, binh, ha, chi, a):
    info = make_done(an, binh, ha, chi, unit_id=a)
    with pytest.raises(dossiers.NotYourStep):
        dossiers.return_for_correction(binh, dossier_id=info.id, reason="Sai ngày sinh trong giấy", now=SOON)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.return_for_correction(chi, dossier_id=info.id, reason="Sai", now=SOON)
    dossiers.hand_over(binh, dossier_id=info.id, now=SOON)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.return_for_correction(chi, dossier_id=info.id, reason="Sai ngày sinh trong giấy", now=SOON)


def test_a_reception_by_mistake_is_undone_and_received_again(an, binh, ha, a, announced):
    info = make_received(an, binh, unit_id=a)
    back = dossiers.undo(binh, dossier_id=info.id, event_id=last(info.id, "received"), reason=WHY, now=SOON)
    assert (back.status, back.received_at, back.promised_at) == (Status.NEW, None, None)
    assert steps_waiting(info.id) == ["one_stop_officer"]
    assert announced()[-1].type_name == "dossiers.corrected.v1"
    again = dossiers.receive(binh, dossier_id=info.id, now=SOON)
    assert again.status is Status.RECEIVED and steps_waiting(info.id) == ["specialist"]
    story = [entry.sentence for entry in dossiers.get_dossier(an, dossier_id=info.id).timeline]
    assert "Hủy việc đã làm nhầm: Đã tiếp nhận hồ sơ" in story and len(story) == 4


def test_a_refusal_by_mistake_is_undone(an, binh, a):
    info = make_submitted(an, unit_id=a)
    dossiers.refuse(binh, dossier_id=info.id, reasons=REASONS, now=MONDAY)
    back = dossiers.undo(binh, dossier_id=info.id, event_id=last(info.id, "refused"), reason=WHY, now=SOON)
    assert back.status is Status.NEW and steps_waiting(info.id) == ["one_stop_officer"]


def test_a_refusal_while_waiting_goes_back_to_waiting(an, binh, a):
    info = make_submitted(an, unit_id=a)
    dossiers.ask_supplement(binh, dossier_id=info.id, items=ITEMS, now=MONDAY)
    dossiers.refuse(binh, dossier_id=info.id, reasons=REASONS, now=SOON)
    back = dossiers.undo(binh, dossier_id=info.id, event_id=last(info.id, "refused"), reason=WHY, now=SOON)
    assert (back.status, back.paused_at) == (Status.WAITING_SUPPLEMENT, MONDAY)


def test_a_stop_by_mistake_is_undone_where_it_stood(an, binh, ha, chi, a):
    info = make_drafted(an, binh, ha, unit_id=a)
    dossiers.stop(chi, dossier_id=info.id, reasons=REASONS, now=SOON)
    back = dossiers.undo(chi, dossier_id=info.id, event_id=last(info.id, "stopped"), reason=WHY, now=SOON)
    assert (back.status, back.step_task) == (Status.PROCESSING, "ky_duyet")
    assert sign_and_wait(chi, dossier_id=info.id, now=SOON).status is Status.DONE


def test_a_step_by_mistake_is_undone_and_taken_the_other_way(an, binh, ha, chi, a):
    info = make_drafted(an, binh, ha, unit_id=a)
    dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", outcome="return", remark="Sai ngày", now=SOON)
    back = dossiers.undo(chi, dossier_id=info.id, event_id=last(info.id, "step"), reason=WHY, now=SOON)
    assert back.step_task == "ky_duyet"
    assert sign_and_wait(chi, dossier_id=info.id, now=SOON).status is Status.DONE


def test_a_supplement_asked_by_mistake_does_not_count_and_the_clock_never_stopped(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    dossiers.ask_supplement(ha, dossier_id=info.id, items=ITEMS, now=MONDAY)
    back = dossiers.undo(ha, dossier_id=info.id, event_id=last(info.id, "supplement_asked"), reason=WHY, now=SOON)
    assert (back.status, back.promised_at) == (Status.RECEIVED, info.promised_at)
    assert Dossier.objects.get(pk=info.id).supplement_count == 0
    dossiers.ask_supplement(ha, dossier_id=info.id, items=ITEMS, now=SOON)  # the first one again
    assert Supplement.objects.filter(dossier_id=info.id).count() == 2


def test_a_hand_over_by_mistake_is_undone(an, binh, ha, chi, a):
    info = make_done(an, binh, ha, chi, unit_id=a)
    dossiers.hand_over(binh, dossier_id=info.id, now=SOON)
    back = dossiers.undo(binh, dossier_id=info.id, event_id=last(info.id, "handed_over"), reason=WHY, now=SOON)
    assert (back.status, back.handed_over_at, back.step_act) == (Status.DONE, None, "hand_over")
    assert dossiers.hand_over(binh, dossier_id=info.id, now=SOON).status is Status.HANDED_OVER


def test_what_was_followed_by_something_or_is_too_old_is_not_undone(an, binh, ha, a):
    info = make_drafted(an, binh, ha, unit_id=a)
    with pytest.raises(dossiers.CannotUndo, match="bước tiếp theo"):
        dossiers.undo(binh, dossier_id=info.id, event_id=last(info.id, "received"), reason=WHY, now=SOON)
    with pytest.raises(dossiers.CannotUndo, match="quá thời gian"):
        late = MONDAY + timedelta(days=3)
        dossiers.undo(ha, dossier_id=info.id, event_id=last(info.id, "step"), reason=WHY, now=late)


def test_nothing_is_undone_twice_and_a_signature_never(an, binh, ha, chi, a):
    info = make_received(an, binh, unit_id=a)
    event_id = last(info.id, "received")
    dossiers.undo(binh, dossier_id=info.id, event_id=event_id, reason=WHY, now=SOON)
    with pytest.raises(dossiers.CannotUndo, match="đã được hủy"):
        dossiers.undo(binh, dossier_id=info.id, event_id=event_id, reason=WHY, now=SOON)
    done = make_done(an, binh, ha, chi, unit_id=a)
    with pytest.raises(dossiers.CannotUndo, match="Thu hồi kết quả"):
        dossiers.undo(chi, dossier_id=done.id, event_id=last(done.id, "signed"), reason=WHY, now=SOON)


def test_only_who_did_it_or_the_head_undoes_it(an, binh, ha, chi, dung, a):
    info = make_received(an, binh, unit_id=a)
    event_id = last(info.id, "received")
    with pytest.raises(dossiers.NotYourStep):
        dossiers.undo(ha, dossier_id=info.id, event_id=event_id, reason=WHY, now=SOON)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.undo(dung, dossier_id=info.id, event_id=event_id, reason=WHY, now=SOON)
    assert dossiers.undo(chi, dossier_id=info.id, event_id=event_id, reason=WHY, now=SOON).status is Status.NEW


def test_the_result_is_given_at_the_desk_by_post_or_on_line(an, binh, ha, chi, a):
    ways = {}
    for way, more in (
        (Delivery.COUNTER, {"to": "Trần Người Nhà", "receiver_number": "086190000999", "remark": "Đã ký sổ"}),
        (Delivery.POST, {"tracking": "RR123456789VN"}),
        (Delivery.ONLINE, {}),
    ):
        info = make_done(an, binh, ha, chi, unit_id=a)
        dossiers.hand_over(binh, dossier_id=info.id, way=way, now=SOON, **more)
        ways[way] = dossiers.get_dossier(an, dossier_id=info.id).timeline[-1]
    assert ways[Delivery.COUNTER].sentence == "Đã trả kết quả cho Trần Người Nhà"
    assert "086190000999" not in ways[Delivery.COUNTER].sentence
    assert ways[Delivery.POST].sentence.endswith("qua bưu chính, mã bưu gửi RR123456789VN")
    assert ways[Delivery.ONLINE].sentence.startswith("Đã trả kết quả điện tử")


def test_by_post_needs_the_number_of_the_parcel(an, binh, ha, chi, a):
    info = make_done(an, binh, ha, chi, unit_id=a)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.hand_over(binh, dossier_id=info.id, way=Delivery.POST, now=SOON)


def test_the_desk_stops_a_dossier_at_the_applicants_wish_and_gives_a_numbered_notice(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.stop_at_wish(binh, dossier_id=info.id, reason=" ", now=SOON)
    ended = dossiers.stop_at_wish(binh, dossier_id=info.id, reason="Gia đình không còn nhu cầu", now=SOON)
    assert ended.status is Status.WITHDRAWN and steps_waiting(info.id) == []
    dossiers.settle_signing(binh, dossier_id=info.id, now=SOON)
    assert dossiers.print_paper(an, dossier_id=info.id, paper="stop", now=SOON).startswith(b"%PDF")
    assert dossiers.get_dossier(an, dossier_id=info.id).reasons[0].text == "Gia đình không còn nhu cầu"


def test_what_the_agency_stops_has_its_notice_too(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    dossiers.stop(ha, dossier_id=info.id, reasons=REASONS, now=SOON)
    dossiers.settle_signing(binh, dossier_id=info.id, now=SOON)
    assert dossiers.print_paper(an, dossier_id=info.id, paper="stop", now=SOON).startswith(b"%PDF")
    with pytest.raises(dossiers.IllegalMove):
        dossiers.print_paper(an, dossier_id=info.id, paper="refusal", now=SOON)
