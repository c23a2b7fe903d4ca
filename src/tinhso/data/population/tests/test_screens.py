"""The desk's page, the record, and the operator's page."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tinhso.data.population import subjects
from tinhso.data.population.models import Check, DeskVisit, LookUp
from tinhso.data.population.pseudonyms import person_id
from tinhso.data.population.testing import make_alert, make_check
from tinhso.foundation.audit import public as audit
from tinhso.kernel import clock

DESK = "/dan-cu/tra-cuu/"
ASKED = {
    "purpose": "tiếp nhận hồ sơ",
    "note": "hỏi về khai sinh",
    "number": "086190000017",
    "name": "nguyễn thị minh họa",
    "birth": "27/3/1990",
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.ROOT_URLCONF = "tinhso.data.population.tests.site_urls"


def test_an_officer_sees_a_person_once_and_the_person_sees_the_officer(source, binh, client_of):
    answer = client_of(binh).post(DESK, ASKED)
    page = answer.content.decode()
    assert "số 17, khóm Tân Vĩnh" in page and "27/03/1990" in page and "Trần Văn Minh Họa" not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert "số 17" not in client_of(binh).get(DESK).content.decode()
    entry = audit.list_reads_of(person_id(ASKED["number"])).items[0]
    assert entry.subject_id == DeskVisit.objects.get().id
    assert "tiếp nhận hồ sơ" in entry.purpose and binh.unit_name in entry.purpose


def test_family_is_shown_only_when_asked_for(source, binh, client_of):
    page = client_of(binh).post(DESK, {**ASKED, "family": "on"}).content.decode()
    assert "Trần Văn Minh Họa" in page
    assert "family" in LookUp.objects.get().parts


@pytest.mark.parametrize("missing", ["purpose", "note", "number", "name", "birth"])
def test_without_purpose_subject_or_person_nothing_is_asked(source, binh, client_of, asked, missing):
    answer = client_of(binh).post(DESK, {**ASKED, missing: ""})
    assert answer.status_code == 422
    assert asked() == [] and LookUp.objects.count() == 0


def test_a_purpose_of_ones_own_making_is_refused(source, binh, client_of, asked):
    assert client_of(binh).post(DESK, {**ASKED, "purpose": "tò mò"}).status_code == 422
    assert asked() == []


def test_a_scanned_card_fills_in_what_it_says_and_asks_nobody(source, binh, client_of, asked):
    scan = "086190000017||Nguyễn Thị Minh Họa|27031990|Nữ|số 17|01052022"
    page = client_of(binh).post(DESK, {"purpose": ASKED["purpose"], "scan": scan, "read": "1"}).content.decode()
    assert 'value="086190000017"' in page and 'value="Nguyễn Thị Minh Họa"' in page and 'value="27/03/1990"' in page
    assert asked() == []
    assert client_of(binh).post(DESK, {"scan": "xyz", "read": "1"}).status_code == 422


def test_a_dossier_is_the_subject_when_the_officer_may_open_it(source, binh, client_of):
    dossier = uuid4()
    subjects.provide_dossiers(
        lambda actor, code: dossier if code == "H61-1" and actor.may("population.look_up") else None
    )
    try:
        assert client_of(binh).post(DESK, {**ASKED, "dossier_code": "H61-2"}).status_code == 422
        assert client_of(binh).post(DESK, {**ASKED, "dossier_code": "H61-1", "note": ""}).status_code == 200
    finally:
        subjects.provide_dossiers(None)
    row = LookUp.objects.get()
    assert (row.subject_kind, row.subject_id, row.subject_code) == ("dossier", dossier, "H61-1")


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ({"down": True}, 503, "chưa trả lời"),
        ({"quirks": {"garbled": True}}, 503, "không đọc được"),
        ({"quirks": {"fault": "Server.ServerProxy.AccessDenied"}}, 503, "từ chối kết nối"),
    ],
)
def test_a_source_in_trouble_is_said_and_what_was_typed_stays(source, binh, client_of, how, status, words):
    source.behave(**how)
    answer = client_of(binh).post(DESK, ASKED)
    assert answer.status_code == status
    assert words in answer.content.decode() and 'value="086190000017"' in answer.content.decode()


def test_ones_own_look_ups_are_listed_without_persons(source, binh, dung, client_of):
    client_of(binh).post(DESK, ASKED)
    page = client_of(binh).get("/dan-cu/nhat-ky/").content.decode()
    assert "tiếp nhận hồ sơ" in page and "hỏi về khai sinh" in page and "Khớp" in page
    assert "086190000017" not in page and "Minh Họa" not in page
    assert "hỏi về khai sinh" not in client_of(dung).get("/dan-cu/nhat-ky/").content.decode()


def test_the_head_sees_what_an_officer_asked_too_often_and_nobody_elses(source, binh, chi, dung, client_of, units):
    client_of(binh).post(DESK, ASKED)
    alert = make_alert(binh.account_id, unit_id=units.commune_a.id)
    page = client_of(chi).get(f"/dan-cu/vuot-muc/{alert.id}/").content.decode()
    assert binh.name in page and "tiếp nhận hồ sơ" in page and "086190000017" not in page
    other = make_alert(dung.account_id, unit_id=units.commune_b.id)
    assert client_of(chi).get(f"/dan-cu/vuot-muc/{other.id}/").status_code == 404
    assert client_of(binh).get(f"/dan-cu/vuot-muc/{alert.id}/").status_code == 403


def test_the_operator_sees_what_waits_without_persons_pauses_and_puts_back(source, em, client_of, an):
    given_up = make_check(an.account_id, given_up=True)
    make_check(an.account_id)
    client = client_of(em)
    page = client.get("/ky-thuat/dan-cu/").content.decode()
    assert "H61.01-261123-0001" in page and "086190000017" not in page and "Minh Họa" not in page
    client.post("/ky-thuat/dan-cu/noi/", {"lam": "dung"})
    assert "Đang tạm dừng" in client.get("/ky-thuat/dan-cu/").content.decode()
    client.post("/ky-thuat/dan-cu/noi/", {"lam": "noi"})
    client.post(f"/ky-thuat/dan-cu/xac-minh/{given_up.id}/")
    assert Check.objects.get(id=given_up.id).state == "waiting"


def test_citizens_find_none_of_these_pages(source, an, client_of):
    for address in (DESK, "/dan-cu/nhat-ky/", "/ky-thuat/dan-cu/"):
        assert client_of(an).get(address).status_code == 404


def test_health_says_what_to_do(source, binh, client_of, an):
    from tinhso.data.population.health import source_answers
    from tinhso.kernel.modules import Health

    assert source_answers().health is Health.OK
    source.behave(down=True)
    for _ in range(5):
        client_of(binh).post(DESK, ASKED)
    assert source_answers().health is Health.FAILED
    with clock.frozen(clock.now() + timedelta(hours=1)):
        make_check(an.account_id, given_up=True)
        assert "thử lại" in source_answers().sentence
