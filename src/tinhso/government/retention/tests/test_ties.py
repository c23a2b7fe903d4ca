"""What keeps a dossier: each reason by name, before it is put on a list and again when the worker comes."""

from datetime import timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.cooperation.models import LinkedPart
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier, DossierPaper
from tinhso.government.dossiers.testing import MONDAY, make_submitted
from tinhso.government.payments.models import PaymentRequest
from tinhso.government.petitions.models import Petition
from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.carry import carry_out
from tinhso.government.retention.erasing import held_files
from tinhso.government.retention.models import DisposalLine
from tinhso.government.retention.testing import after_pause, make_decided, use_term

pytestmark = pytest.mark.django_db


def reason(clerk, now):
    (line,) = retention.list_due(clerk, now=now).items
    return line.reason


def test_a_hold_on_the_dossier_and_on_the_person_is_named_until_lifted(closed, lan, term, later):
    one = retention.place_hold(lan, dossier_code=closed.code, reason="Đang thanh tra", document="12/TB", now=later)
    assert reason(lan, later) == "Đang bị phong tỏa theo 12/TB."
    retention.lift_hold(lan, hold_id=one.id, reason="Kết thúc thanh tra", now=later)
    assert reason(lan, later) == ""
    retention.place_hold(lan, number="086190000123", reason="Đang khởi kiện", document="9/TA", now=later)
    assert reason(lan, later) == "Đang bị phong tỏa theo 9/TA."


def test_a_hold_placed_after_the_decision_stops_the_worker(closed, lan, chi, term, later):
    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    retention.place_hold(lan, dossier_code=closed.code, reason="Có đơn khiếu nại", document="7/KN", now=later)
    carry_out(now=after_pause(disposal))

    line = DisposalLine.objects.get()
    assert (line.state, line.reason) == ("refused", "Đang bị phong tỏa theo 7/KN.")
    assert Dossier.objects.get(pk=closed.id).disposed_at is None
    assert retention.get_disposal(chi, disposal_id=disposal.id).state == "done"


def test_a_complaint_about_it_keeps_it(closed, lan, units, term, later):
    Petition.objects.create(
        code="PA-1",
        token="t",
        kind="complaint",
        status="processing",
        unit_id=units.commune_a.id,
        unit_name="A",
        title="x",
        words="x",
        dossier_id=closed.id,
        asked_at=later,
        filed_at=later,
        due_at=later,
    )
    assert reason(lan, later) == "Phản ánh, khiếu nại PA-1 về hồ sơ này chưa giải quyết xong."


def test_money_still_owed_keeps_it(closed, lan, units, term, later):
    PaymentRequest.objects.create(
        code="TT1",
        token="T1",
        subject_kind="dossier",
        subject_id=closed.id,
        title="Phí",
        purpose="phi",
        payer_name="x",
        unit_id=units.commune_a.id,
        items=[],
        total=8000,
        created_at=later,
    )
    assert reason(lan, later) == "Khoản thu TT1 chưa thu xong hoặc chưa hoàn xong."


def test_a_linked_parent_with_an_open_part_keeps_parent_and_child(closed, lan, units, term, later):
    LinkedPart.objects.create(
        parent_id=Dossier.objects.exclude(pk=closed.id).first().id
        if Dossier.objects.exclude(pk=closed.id).exists()
        else closed.id,
        parent_code="LT-1",
        unit_id=units.commune_a.id,
        ordinal=1,
        key="a",
        title="a",
        agency="a",
        way="outside",
        state="working",
    )
    assert reason(lan, later) == "Hồ sơ liên thông LT-1 còn phần việc chưa xong."


def test_a_paper_in_the_store_in_force_keeps_it_unless_the_term_stands_apart(closed, lan, later, monkeypatch):
    use_term(monkeypatch, apart=frozenset({"national.waiting"}))
    assert "trong kho của chủ sở hữu còn hiệu lực" in reason(lan, later)
    use_term(monkeypatch)
    assert reason(lan, later) == ""


def test_what_is_not_over_is_not_even_asked_for(an, binh, units, lan, term, later):
    open_ = make_submitted(an, unit_id=units.commune_a.id)
    assert retention.list_due(lan, now=later).items == ()
    with pytest.raises(retention.NothingDue):
        retention.propose(lan, dossier_ids=[open_.id], now=later)


def test_a_file_two_dossiers_share_lives_until_the_second_goes(an, lan, chi, units, term, later):
    from tinhso.government.dossiers.data import PaperInput

    paper = files.save_bytes(make_pdf(), name="chung.pdf", actor=an, now=MONDAY)
    pair = []
    for _turn in range(2):
        one = make_submitted(an, unit_id=units.commune_a.id, papers=(PaperInput("GT", paper.id),))
        dossiers.withdraw(an, dossier_id=one.id, reason="Tôi không có nhu cầu nữa.", now=MONDAY)
        pair.append(one)
    for place, one in enumerate(pair):
        disposal = make_decided(lan, chi, dossier_ids=[one.id], now=later + timedelta(days=place))
        carry_out(now=after_pause(disposal))
        assert files.get_info(paper.id).is_disposed is (place == 1)


def test_a_file_of_a_living_dossier_is_held_and_one_of_nobody_is_not(closed, an, later):
    held = DossierPaper.objects.get(dossier_id=closed.id).file_id
    loose = files.save_bytes(make_pdf(2), name="le.pdf", actor=an, now=later).id

    assert held_files([held, loose]) == {held}


def test_a_hold_names_a_dossier_of_the_agency_open_or_ended_and_nothing_else(an, units, lan, later):
    running = make_submitted(an, unit_id=units.commune_a.id)
    elsewhere = make_submitted(an, unit_id=units.commune_b.id)
    held = retention.place_hold(lan, dossier_code=running.code, reason="Đang thanh tra", document="1/TB", now=later)

    assert held.dossier_code == running.code
    for code, number in ((elsewhere.code, ""), ("", ""), (running.code, "086190000123"), ("", "12")):
        with pytest.raises(retention.BadHold):
            retention.place_hold(
                lan, dossier_code=code, number=number, reason="Đang thanh tra", document="1/TB", now=later
            )
