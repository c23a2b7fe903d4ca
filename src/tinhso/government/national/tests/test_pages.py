"""The operator's page and the officer's line say how it stands; the acts do what the buttons say."""

import pytest

from tinhso.government.dossiers.testing import make_received
from tinhso.government.national.models import NationalCircuit, NationalRecord
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)
CONSOLE = "/ky-thuat/cong-quoc-gia/"


@pytest.fixture(autouse=True)
def small_procedures(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    procedures.forget_versions()
    yield
    procedures.forget_versions()


def test_the_operator_pauses_and_resumes(portal, client_of, em):
    client = client_of(em)
    said = client.post(f"{CONSOLE}viec/", {"act": "pause"}, follow=True).content.decode()
    assert "Đã tạm dừng" in said and "Tiếp tục gửi" in said
    assert NationalCircuit.objects.get().is_paused
    said = client.post(f"{CONSOLE}viec/", {"act": "resume"}, follow=True).content.decode()
    assert "Đã tiếp tục gửi" in said and not NationalCircuit.objects.get().is_paused


def test_a_refused_record_is_replayed_from_its_page_which_names_nobody(portal, client_of, em, an, binh, units):
    portal.plant(procedures=[{"MATTHC": "9.999999"}])
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    client = client_of(em)
    shown = client.get(CONSOLE).content.decode()
    assert info.code in shown and "MA_TTHC" in shown
    assert info.applicant.name not in shown and info.applicant.number not in shown
    record = NationalRecord.objects.get(state="failed")
    assert "Gửi bản đính chính" in client.get(f"{CONSOLE}ban-ghi/{record.id}/").content.decode()
    portal.plant(procedures=[{"MATTHC": info.procedure_code}])
    client.post(f"{CONSOLE}viec/", {"act": "replay", "subject": str(record.id)})
    portal.tell()
    assert portal.held(info.code)["status"] == 2


def test_a_refusal_comes_back_as_a_sentence(portal, client_of, em):
    said = client_of(em).post(
        f"{CONSOLE}viec/", {"act": "replay", "subject": "0193a9b0-0000-7000-8000-000000000000"}, follow=True
    )
    assert "Không tìm thấy bản ghi" in said.content.decode()


def test_strange_acts_and_strangers_get_nothing(client_of, em, binh):
    assert client_of(em).post(f"{CONSOLE}viec/", {"act": "drop"}).status_code == 404
    assert client_of(binh).post(f"{CONSOLE}viec/", {"act": "pause"}).status_code == 404
    assert client_of(binh).get(CONSOLE).status_code == 404


def test_without_a_portal_the_page_says_so(client_of, em, settings):
    settings.NATIONAL_URL = settings.SIMULATORS = ""
    assert "Chưa khai báo địa chỉ" in client_of(em).get(CONSOLE).content.decode()


def test_the_officers_dossier_page_says_how_it_stands(portal, client_of, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    assert "Đồng bộ Cổng quốc gia:" in client_of(binh).get(f"/ho-so/{info.id}/").content.decode()
    portal.tell()
    shown = client_of(binh).get(f"/ho-so/{info.id}/").content.decode()
    assert "đã nhận" in shown and "Cổng nhận gần nhất:" in shown
