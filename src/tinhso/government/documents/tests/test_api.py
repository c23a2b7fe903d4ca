"""The API of documents: what the screens do, for programs; retries do nothing twice, gates are the screens' own."""

import json
from datetime import timedelta

import pytest

from tinhso.foundation.work.data import Part
from tinhso.government.documents.api.once import KEPT_FOR, drop_replays
from tinhso.government.documents.models import Document, DocumentReplay
from tinhso.government.documents.testing import make_clerk, make_file, make_incoming
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db
JSON = "application/json"
AT = "/api/v1/documents"


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


def post(client, path, body, **headers):
    return client.post(f"{AT}{path}", json.dumps(body), content_type=JSON, headers=headers)


def incoming(a, **changes):
    return {
        "unit_id": str(a),
        "way": "post",
        "code": "125/STP-HCTP",
        "kind": "cong_van",
        "subject": "Về việc rà soát dữ liệu hộ tịch",
        "issued_on": clock.today().isoformat(),
        "issuer_name": "Sở Tư pháp",
        "no_secret": True,
        **changes,
    }


def test_a_letter_is_registered_directed_carried_out_and_answered_by_programs(sen, chi, ha, a, client_of):
    desk, head, doer = client_of(sen), client_of(chi), client_of(ha)
    file_id = str(make_file(sen, now=clock.now()).file_id)
    made = post(desk, "/incoming", incoming(a, files=[{"file_id": file_id}]))
    assert made.status_code == 201 and made.json()["number"] == 1
    letter = made.json()["id"]
    assert b"".join(desk.get(f"{AT}/{letter}/files/{file_id}").streaming_content).startswith(b"%PDF-")
    assert [one["account_id"] for one in head.get(f"{AT}/staff?unit_id={a}").json()].count(str(ha.account_id)) == 1

    due = (clock.now() + timedelta(days=5)).isoformat()
    order = {"assignee_id": str(ha.account_id), "part": Part.MAIN.value, "due_at": due}
    (told,) = post(head, f"/{letter}/instructions", {"text": "Tham mưu trả lời", "orders": [order]}).json()
    assert [one["id"] for one in doer.get(f"{AT}?mine=true").json()["items"]] == [letter]
    work = f"/instructions/{told['id']}"
    assert post(doer, f"{work}/acknowledge", {}).json()["state"] == "acknowledged"
    assert post(doer, f"{work}/progress", {"text": "Đã gửi dự thảo"}).status_code == 200

    reply = post(
        desk,
        "/outgoing",
        {
            "unit_id": str(a),
            "kind": "cong_van",
            "subject": "Trả lời Sở Tư pháp",
            "files": [{"file_id": str(make_file(sen, now=clock.now()).file_id)}],
            "answers_id": letter,
            "recipients": [{"name": "Sở Tư pháp"}],
            "no_secret": True,
        },
    )
    assert reply.status_code == 201 and reply.json()["code"].startswith("01/")
    assert post(doer, f"{work}/complete", {"result": "Đã có văn bản trả lời"}).json()["state"] == "done"
    detail = head.get(f"{AT}/{letter}").json()
    assert detail["document"]["state"] == "done" and len(detail["instructions"]) == 1
    books = head.get(f"{AT}/registers?unit_id={a}").json()
    assert all(one["is_whole"] for one in books) and sum(one["documents"] for one in books) == 2


def test_the_same_key_registers_once_and_with_another_body_it_is_a_conflict(sen, a, client_of):
    client = client_of(sen)
    first = post(client, "/incoming", incoming(a), idempotency_key="so-den-0001")
    again = post(client, "/incoming", incoming(a), idempotency_key="so-den-0001")
    other = post(client, "/incoming", incoming(a, code="126/STP-HCTP"), idempotency_key="so-den-0001")
    assert first.json()["id"] == again.json()["id"] and Document.objects.count() == 1
    assert other.status_code == 409 and other["Content-Type"] == "application/problem+json"
    assert post(client, "/incoming", incoming(a), idempotency_key="ngắn").status_code == 422
    assert drop_replays(clock.now()) == 0
    assert drop_replays(clock.now() + KEPT_FOR + timedelta(minutes=1)) == 1 and not DocumentReplay.objects.exists()


def test_a_twin_a_secret_and_a_missing_word_are_refused_with_the_place_to_mend(sen, a, client_of):
    client = client_of(sen)
    assert post(client, "/incoming", incoming(a)).status_code == 201
    twin = post(client, "/incoming", incoming(a))
    assert (twin.status_code, twin.json()["code"]) == (409, "documents.twins_found")
    secret = post(client, "/incoming", incoming(a, subject="Phương án TỐI MẬT"))
    assert secret.json()["code"] == "documents.secret_refused"
    unsaid = post(client, "/incoming", incoming(a, code="9/STP", no_secret=False))
    assert unsaid.status_code == 422 and unsaid.json()["errors"][0]["field"] == "khong_mat"


def test_nobody_attaches_a_file_of_somebody_else(sen, chi, a, client_of):
    stolen = str(make_file(chi, now=clock.now()).file_id)
    assert post(client_of(sen), "/incoming", incoming(a, files=[{"file_id": stolen}])).status_code in (404, 422)
    assert not Document.objects.exists()


def test_a_restricted_document_is_there_for_its_readers_alone_and_another_commune_sees_nothing(
    sen, chi, ha, dung, a, client_of
):
    hidden = make_incoming(sen, a, now=clock.now(), restricted=True, reader_ids=(ha.account_id,))
    open_ = make_incoming(sen, a, now=clock.now(), code="126/STP-HCTP")
    shown = [[one["id"] for one in client_of(who).get(AT).json()["items"]] for who in (chi, ha, dung)]
    assert shown == [[str(open_.id)], [str(hidden.id)], []]
    for who in (chi, dung):
        assert client_of(who).get(f"{AT}/{hidden.id}").status_code == 404
        assert client_of(who).get(f"{AT}?words=h%E1%BB%99%20t%E1%BB%8Bch&state=done").json()["items"] == []
    assert client_of(dung).get(f"{AT}/registers?unit_id={a}").status_code == 404
    assert post(client_of(dung), f"/{open_.id}/instructions", {"orders": []}).status_code == 404


def test_pages_follow_one_another_without_a_hole(sen, chi, a, client_of):
    for n in range(5):
        make_incoming(sen, a, now=clock.now(), code=f"{n + 1}/STP-HCTP")
    client, seen, cursor = client_of(chi), [], ""
    while True:
        page = client.get(f"{AT}?size=2&cursor={cursor}").json()
        seen += [one["number"] for one in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == [5, 4, 3, 2, 1]
    assert client.get(f"{AT}?cursor=x").status_code in (400, 422)


def test_what_a_program_may_ask_is_written_down(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {f"{AT}/incoming", f"{AT}/outgoing", f"{AT}/registers", f"{AT}/{{document_id}}"} <= set(paths)
