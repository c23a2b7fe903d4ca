"""Where the promise and the national formula say different things, the dossier's page says both, and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SupplementItem
from tinhso.government.dossiers.rules.clocks import Verdict
from tinhso.government.dossiers.testing import MONDAY, make_received, scanned
from tinhso.kernel import clock

ITEM = SupplementItem("GT", "Giấy tờ chứng minh", "Thiếu trang 2.", "")


@pytest.fixture
def received(an, binh, units):
    return make_received(an, binh, unit_id=units.commune_a.id)


def scans(citizen):
    return {"GT": [scanned(citizen)[0].file_id]}


def clocks(officer, info, now):
    return dossiers.two_clocks(dossiers.get_dossier(officer, dossier_id=info.id), now=now)


def ask(officer, info, now, *, confirmed=False):
    return dossiers.ask_supplement(
        officer,
        dossier_id=info.id,
        items=[ITEM],
        confirmed_by_head=confirmed,
        now=now,
    )


def test_where_both_agree_nothing_is_said(ha, received):
    found = clocks(ha, received, MONDAY + timedelta(hours=1))
    assert (found.province, found.national, found.sentence) == (Verdict.RUNNING, Verdict.RUNNING, "")
    late = clocks(ha, received, MONDAY + timedelta(days=10))
    assert (late.province, late.national, late.sentence) == (Verdict.LATE, Verdict.LATE, "")


def test_a_promise_set_anew_is_in_time_for_us_and_late_by_the_national_formula(chi, ha, received, client_of):
    new_day = clock.local_day(MONDAY + timedelta(days=9))
    dossiers.extend(
        chi, dossier_id=received.id, new_day=new_day, reason="Chờ kết quả xác minh của Công an xã.", now=MONDAY
    )
    moment = MONDAY + timedelta(days=4)
    found = clocks(ha, received, moment)
    assert (found.province, found.national) == (Verdict.RUNNING, Verdict.LATE)
    with clock.frozen(moment):
        page = client_of(ha).get(reverse("officer:dossier", args=[received.id])).content.decode()
    assert "Theo ngày hẹn trả: còn trong hạn." in page
    assert "trễ hạn, vì công thức không tính ngày hẹn lại." in page


def test_a_wait_begun_after_the_promise_is_taken_off_by_us_alone(an, ha, received):
    late = MONDAY + timedelta(days=4)
    ask(ha, received, late)
    dossiers.supplement(an, dossier_id=received.id, papers=scans(an), now=late + timedelta(days=10))
    found = clocks(ha, received, late + timedelta(days=10, hours=1))
    assert found.national is Verdict.LATE
    if found.province is not Verdict.LATE:
        assert "bắt đầu sau ngày hẹn trả" in found.sentence


def test_a_second_request_is_late_by_the_national_formula_alone(an, chi, ha, received):
    ask(ha, received, MONDAY)
    dossiers.supplement(an, dossier_id=received.id, papers=scans(an), now=MONDAY + timedelta(hours=1))
    ask(chi, received, MONDAY + timedelta(hours=2), confirmed=True)
    found = clocks(ha, received, MONDAY + timedelta(hours=3))
    assert (found.province, found.national) == (Verdict.WAITING, Verdict.LATE)
    assert "đã yêu cầu bổ sung quá một lần" in found.sentence
