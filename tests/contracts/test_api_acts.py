"""The acts of the lifecycle over HTTP: each does what its verb promises, and refuses whom the verb refuses."""

import io
import json

import pytest
from openpyxl import load_workbook

from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers.testing import make_done, make_received
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock


@pytest.fixture
def a(units):
    procedures.forget_versions()
    make_procedure()
    return units.commune_a.id


@pytest.fixture
def act(client_of):
    def send(actor, info, verb, /, **body):
        path = f"/api/v1/dossiers/{info.id}/{verb}"
        return client_of(actor).post(path, json.dumps(body), content_type="application/json")

    return send


def test_a_dossier_waits_for_its_fee_by_api_with_the_amount_of_the_procedure(an, binh, a, act, client_of):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    assert act(binh, info, "ask-fee").json()["status"] == 6
    assert act(binh, info, "ask-fee").status_code == 409
    assert act(an, info, "ask-fee").status_code == 403
    told = client_of(binh).get(f"/api/v1/dossiers/{info.id}/clock").json()
    assert told["paused_at"] and told["operations"][-1]["operation"] == "pause"
    assert told["operations"][-1]["ground"]


def test_an_exemption_the_procedure_does_not_know_is_refused_and_the_place_named(an, binh, a, act):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    act(binh, info, "ask-fee")
    answer = act(binh, info, "exemption", exemption="khong-co", reason="Hộ nghèo", paper="Sổ hộ nghèo")
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["exemption"]


def test_the_head_alone_extends_and_reckons_again(an, binh, chi, a, act):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    wish = {"new_day": "2099-01-05", "reason": "Chờ kết quả xác minh."}
    assert act(binh, info, "extend", **wish).status_code == 403
    assert act(chi, info, "extend", **wish, expected_version=1).status_code == 409
    same = act(chi, info, "recompute", reason="Ngày nghỉ mới được quyết định")
    assert same.status_code == 422 and "Tính lại" in same.json()["title"]


def test_the_applicant_asks_the_desk_to_stop_and_no_reason_is_no_wish(an, binh, a, act):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    assert act(binh, info, "stop-at-wish", reason=" ").status_code == 422
    assert act(binh, info, "stop-at-wish", reason="Không còn nhu cầu").json()["status"] == 7


def test_an_officer_of_another_unit_cannot_even_see_what_there_is_to_undo(an, binh, dung, a, act, client_of):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    acts = client_of(binh).get(f"/api/v1/dossiers/{info.id}/acts").json()
    (event,) = [one["event_id"] for one in acts if one["code"] == "undo"]
    assert act(dung, info, "undo", event_id=event, reason="Nhận nhầm hồ sơ").status_code == 404
    assert act(binh, info, "undo", event_id=event, reason="Nhận nhầm hồ sơ").json()["status"] == 1


def test_a_result_sent_by_post_needs_the_number_of_the_parcel(an, binh, ha, chi, a, act):
    info = make_done(an, binh, ha, chi, unit_id=a, now=clock.now())
    answer = act(binh, info, "hand-over", way="post")
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["tracking"]
    assert act(binh, info, "hand-over", way="post", tracking="EA000000001VN").json()["status"] == 10


def test_a_desk_receives_for_another_commune_and_keeps_seeing_it(binh, dung, units, a, client_of):
    filing = {
        "procedure_code": CODE,
        "unit_id": str(units.commune_a.id),
        "for_unit": str(units.commune_b.id),
        "data": good_answers(),
        "papers": [{"component": "GT", "form": "original"}],
    }
    answer = client_of(binh).post("/api/v1/dossiers/counter", json.dumps(filing), content_type="application/json")
    assert answer.status_code == 201
    assert answer.json()["unit_id"] == str(units.commune_b.id)
    for officer in (binh, dung):
        assert client_of(officer).get(f"/api/v1/dossiers/{answer.json()['id']}").status_code == 200


def test_the_register_is_read_printed_and_taken_by_who_receives_there(an, binh, dung, a, client_of):
    info = make_received(an, binh, unit_id=a, now=clock.now())
    day = clock.today().isoformat()
    wanted = {"unit_id": str(a), "first": day, "last": day}
    desk = client_of(binh)
    read = desk.get("/api/v1/dossiers/register", wanted).json()
    assert [row["code"] for row in read["rows"]] == [info.code]
    assert (read["part"], read["parts"]) == (1, 1)
    assert desk.get("/api/v1/dossiers/register.pdf", wanted).content.startswith(b"%PDF-")
    book = load_workbook(io.BytesIO(desk.get("/api/v1/dossiers/register.xlsx", wanted).content))
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == [info.code]
    for path in ("register", "register.pdf", "register.xlsx"):
        assert client_of(dung).get(f"/api/v1/dossiers/{path}", wanted).status_code == 404
