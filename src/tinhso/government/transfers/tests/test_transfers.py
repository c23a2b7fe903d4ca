"""Paper goes from the desk that received to the unit that decides: sent, confirmed, missing, found, late."""

from datetime import timedelta

import pytest

from tinhso.foundation.audit import public as audit
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperForm, PaperInput
from tinhso.government.dossiers.events import DossierTransferred
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, scanned
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.government.transfers import handlers
from tinhso.government.transfers import public as transfers
from tinhso.government.transfers.actions import raise_late
from tinhso.government.transfers.data import LATE_WORK, MISSING_WORK, SEND_WORK, TAKE_WORK, LineState
from tinhso.government.transfers.errors import IllegalTransferMove
from tinhso.government.transfers.models import PaperLine
from tinhso.government.transfers.testing import make_passed_on, make_sent
from tinhso.kernel.errors import NotFound
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def ab(units):
    return {"unit_id": units.commune_a.id, "for_unit": units.commune_b.id}


def kinds(actor):
    return sorted(item.kind for item in work.list_items(actor, box=work.Box.GROUP).items if "transfers" in item.kind)


def story(actor, dossier_id):
    return [entry.sentence for entry in dossiers.get_dossier(actor, dossier_id=dossier_id).timeline]


def test_paper_received_for_another_unit_waits_at_the_desk_with_a_due_time(binh, dung, ab):
    info = make_passed_on(binh, **ab)
    (bundle,) = transfers.list_waiting(binh)
    (line,) = bundle.lines
    assert (line.dossier_id, line.state) == (info.id, LineState.WAITING)
    assert line.papers == ("Giấy tờ chứng minh (bản chính)",)
    assert kinds(binh) == [SEND_WORK] and kinds(dung) == []
    assert transfers.list_waiting(dung) == []
    (item,) = [one for one in work.list_items(binh, box=work.Box.GROUP).items if one.kind == SEND_WORK]
    assert item.due_at is not None


def test_the_event_of_passing_on_notes_the_paper_once(binh, ab):
    info = make_passed_on(binh, **ab)
    fact = DossierTransferred(info.id, ab["unit_id"], ab["for_unit"])
    for _turn in range(2):
        handlers.passed_on(Envelope(uuid7(), fact, LATER, None))
    assert PaperLine.objects.count() == 1


def test_a_dossier_of_files_alone_has_nothing_to_send(binh, ab):
    make_procedure()
    scan = scanned(binh)[0]
    info = dossiers.receive_at_counter(
        binh,
        procedure_code=CODE,
        unit_id=ab["unit_id"],
        for_unit=ab["for_unit"],
        data=good_answers(),
        papers=[PaperInput(scan.component, scan.file_id, PaperForm.ELECTRONIC)],
        now=MONDAY,
    )
    assert transfers.note_papers(dossier_id=info.id, now=MONDAY) is False
    assert PaperLine.objects.count() == 0


def test_sent_and_confirmed_with_a_line_in_each_dossiers_story(binh, dung, ab, announced):
    slip, lines = make_sent(binh, count=2, **ab)
    assert "BG0001" in slip.number and slip.due_at > slip.sent_at
    assert kinds(binh) == [] and kinds(dung) == [TAKE_WORK]
    assert story(binh, lines[0].dossier_id)[-1].startswith("Đã gửi hồ sơ giấy đến Xã An Bình")
    done = transfers.confirm(dung, transfer_id=slip.id, arrived=[one.id for one in lines], missing={}, now=LATER)
    assert done.closed_at == LATER and done.closed_by == dung.name
    assert kinds(dung) == []
    assert story(dung, lines[1].dossier_id)[-1].startswith("Đã nhận hồ sơ giấy từ Phường 1")
    names = [fact.type_name for fact in announced()]
    assert names.count("transfers.sent.v1") == 1 and names.count("transfers.arrived.v1") == 2
    assert transfers.slip(dung, transfer_id=slip.id, now=LATER).startswith(b"%PDF")


def test_what_did_not_arrive_is_work_of_the_desk_that_sent_it_until_it_is_found(binh, dung, ab):
    slip, lines = make_sent(binh, count=2, **ab)
    first, second = lines
    transfers.confirm(dung, transfer_id=slip.id, arrived=[first.id], missing={second.id: "Thiếu bì thư"}, now=LATER)
    assert kinds(binh) == [MISSING_WORK]
    assert transfers.get_line(binh, line_id=second.id).remark == "Thiếu bì thư"
    with pytest.raises(NotFound):
        transfers.found(binh, line_id=second.id, now=LATER)  # only who should have it can say so
    transfers.found(dung, line_id=second.id, now=LATER)
    assert kinds(binh) == []
    assert transfers.get_line(dung, line_id=second.id).state is LineState.ARRIVED


def test_who_opens_a_slip_is_on_the_record_of_those_whose_names_stand_on_it(binh, dung, ab, an):
    slip, (line,) = make_sent(binh, **ab)
    Dossier.objects.filter(pk=line.dossier_id).update(applicant_account_id=an.account_id)
    transfers.get_transfer(dung, transfer_id=slip.id)
    assert [read.actor_name for read in audit.list_reads_of(an.account_id).items][:1] == [dung.name]


def test_what_never_left_is_sent_again_with_another_slip(binh, dung, ab):
    slip, (line,) = make_sent(binh, **ab)
    transfers.confirm(dung, transfer_id=slip.id, arrived=[], missing={line.id: ""}, now=LATER)
    transfers.take_back(binh, line_id=line.id, now=LATER)
    assert kinds(binh) == [SEND_WORK]
    again = transfers.send(binh, line_ids=[line.id], way=transfers.Way.POST, tracking="EB1VN", now=LATER)
    assert again.number != slip.number
    (was,) = transfers.get_transfer(dung, transfer_id=slip.id)[1]  # the printed slip still agrees with its page
    assert (was.code, was.title) == (line.code, "Không đến, gửi lại bằng phiếu khác")
    (goes,) = transfers.get_transfer(dung, transfer_id=again.id)[1]
    assert goes.state is LineState.SENT
    with pytest.raises(IllegalTransferMove):  # the first slip's page, still open: it comes with the second
        transfers.found(dung, line_id=line.id, now=LATER)
    transfers.confirm(dung, transfer_id=again.id, arrived=[line.id], missing={}, now=LATER)
    assert transfers.get_line(dung, line_id=line.id).state is LineState.ARRIVED


def test_a_slip_that_is_not_confirmed_in_time_rises_to_the_head_once(binh, units, ab):
    head = officer_actor(
        code="B-CT", name="Cao Thị Bê", unit_id=units.commune_b.id, roles=("leader",), title="Chủ tịch"
    )
    slip, (line,) = make_sent(binh, **ab)
    assert raise_late(slip.due_at - timedelta(minutes=1)) == 0
    assert raise_late(slip.due_at) == 1
    assert raise_late(slip.due_at + timedelta(hours=1)) == 0
    assert kinds(head) == [LATE_WORK]
    transfers.confirm(head, transfer_id=slip.id, arrived=[line.id], missing={}, now=LATER)
    assert kinds(head) == []


def test_each_refusal_says_what_to_mend(binh, dung, units, ab):
    make_passed_on(binh, **ab)
    make_passed_on(binh, **ab)
    (bundle,) = transfers.list_waiting(binh)
    ids = [line.id for line in bundle.lines]
    for wrong, field in (
        ({"line_ids": [], "way": transfers.Way.OFFICER, "carrier": "x"}, "dong"),
        ({"line_ids": ids, "way": transfers.Way.OFFICER}, "nguoi_mang"),
        ({"line_ids": ids, "way": transfers.Way.POST}, "ma_buu_gui"),
    ):
        with pytest.raises(transfers.BadTransfer) as refused:
            transfers.send(binh, now=MONDAY, **wrong)
        assert field in refused.value.fields
    PaperLine.objects.filter(pk=ids[0]).update(to_unit_id=units.department.id)
    with pytest.raises(transfers.BadTransfer):
        transfers.send(binh, line_ids=ids, way=transfers.Way.OFFICER, carrier="x", now=MONDAY)
    with pytest.raises(NotFound):
        transfers.send(dung, line_ids=ids[1:], way=transfers.Way.OFFICER, carrier="x", now=MONDAY)
    slip = transfers.send(binh, line_ids=ids[1:], way=transfers.Way.OFFICER, carrier="x", now=MONDAY)
    with pytest.raises(transfers.IllegalTransferMove):
        transfers.send(binh, line_ids=ids[1:], way=transfers.Way.OFFICER, carrier="x", now=MONDAY)
    with pytest.raises(transfers.BadTransfer):
        transfers.confirm(dung, transfer_id=slip.id, arrived=[], missing={}, now=LATER)
    with pytest.raises(NotFound):
        transfers.confirm(binh, transfer_id=slip.id, arrived=ids[1:], missing={}, now=LATER)
    with pytest.raises(NotFound):
        transfers.confirm(dung, transfer_id=slip.id, arrived=[ids[0]], missing={}, now=LATER)


def test_paper_that_stays_is_said_to_stay_with_a_reason(binh, ab):
    make_passed_on(binh, **ab)
    (bundle,) = transfers.list_waiting(binh)
    (line,) = bundle.lines
    with pytest.raises(transfers.BadTransfer):
        transfers.skip(binh, line_id=line.id, reason="", now=LATER)
    transfers.skip(binh, line_id=line.id, reason="Đã trả lại bản chính tại quầy", now=LATER)
    assert transfers.list_waiting(binh) == [] and kinds(binh) == []


def test_who_handles_paper_at_neither_unit_sees_no_slip(binh, an, ha, units, ab):
    slip, (line,) = make_sent(binh, **ab)
    third = officer_actor(code="C-MC", name="Đặng Cẩm", unit_id=units.department.id, roles=("one_stop_officer",))
    for who in (third, an, ha):
        with pytest.raises(NotFound):
            transfers.get_transfer(who, transfer_id=slip.id)
        assert transfers.find_transfer(who, number=slip.number) is None
        assert transfers.paper_of(who, dossier_id=line.dossier_id) is None
