"""What is told to the National Portal, and that it is told once and in order."""

from datetime import timedelta

import pytest

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received, make_submitted
from tinhso.government.national.actions.queueing import follow_all
from tinhso.government.national.data import Sync
from tinhso.government.national.models import NationalMirror, NationalRecord
from tinhso.government.national.public import sync_state
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_procedures():
    procedures.forget_versions()
    yield
    procedures.forget_versions()


def states(portal, code):
    return [step["TrangThai"] for step in portal.held(code)["progress"]]


def test_a_dossier_and_every_step_are_told(portal, an, binh, ha, chi, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    dossiers.hand_over(binh, dossier_id=done.id, to="người nộp", now=MONDAY + timedelta(hours=2))
    deliver()
    assert sync_state(done.id).sync is Sync.WAITING

    portal.tell()

    held = portal.held(done.code)
    assert states(portal, done.code) == ["2", "4", "9", "10"]
    assert held["status"] == 10
    assert held["dossier"]["NgayTiepNhan"] == "20261116090000"
    assert held["dossier"]["KenhThucHien"] == "2"
    assert held["dossier"]["DanhSachGiayToKetQua"]
    assert sync_state(done.id).sync is Sync.ACKNOWLEDGED
    mirror = NationalMirror.objects.get(pk=done.id)
    assert (mirror.portal_status, mirror.attempts, mirror.next_at) == (10, 0, None)


def test_what_happens_later_is_told_later_and_nothing_again(portal, an, binh, ha, units):
    info = make_submitted(an, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    assert portal.held(info.code)["status"] == 1
    assert portal.tell() == 0
    dossiers.receive(binh, dossier_id=info.id, now=MONDAY + timedelta(hours=1))
    deliver()
    portal.tell()
    held = portal.held(info.code)
    assert (held["status"], held["pushes"], len(held["progress"])) == (2, 2, 1)
    assert held["dossier"]["NgayHenTra"]


def test_the_same_event_twice_queues_nothing_twice(portal, an, binh, units):
    from tinhso.government.national.actions.queueing import follow

    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    before = NationalRecord.objects.count()
    assert [follow(info.id, now=MONDAY) for _ in range(3)] == [0, 0, 0]
    assert NationalRecord.objects.count() == before == 3


def test_nothing_of_the_form_and_no_mail_address_goes_out(portal, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    told = portal.held(info.code)["dossier"]
    assert told["Email"] == "" and "data" not in told
    assert told["ChuHoSo"] == info.applicant.name and told["SoDinhDanh"] == info.applicant.number


def test_without_a_portal_nothing_is_queued_and_nothing_breaks(an, binh, units, settings):
    settings.NATIONAL_URL = settings.SIMULATORS = ""
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    assert NationalRecord.objects.count() == 0
    assert sync_state(info.id).sync is Sync.NOT_CONNECTED


def test_many_dossiers_are_queued_in_as_few_statements_as_one(portal, an, binh, units, django_assert_max_num_queries):
    many = [make_submitted(an, unit_id=units.commune_a.id).id for _ in range(12)]
    with django_assert_max_num_queries(14):
        assert follow_all(many, now=MONDAY) == 12
    for dossier_id in many[:6]:
        dossiers.receive(binh, dossier_id=dossier_id, now=MONDAY + timedelta(hours=1))
    with django_assert_max_num_queries(12):
        assert follow_all([*many, *many], now=MONDAY + timedelta(hours=1)) == 12  # the step, and the facts it changed
    assert NationalRecord.objects.count() == 24
    assert follow_all(many, now=MONDAY + timedelta(hours=2)) == 0
