"""The contract of the API: what docs/api.md says works as written, retries do nothing twice, refusals have one shape."""

import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.testing import PASSWORD
from tinhso.government.documents.testing import make_clerk
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, make_done, make_submitted, scanned
from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock
from tinhso.testing.cast import AN_NUMBER
from tinhso.testing.working import worker_running

PAGE = Path(settings.ROOT) / "docs" / "api.md"
JSON = "application/json"
PROBLEM = "application/problem+json"


@pytest.fixture
def a(units):
    procedures.forget_versions()
    make_procedure()
    return units.commune_a.id


def filing(actor, unit_id, **request):
    papers = [{"component": p.component, "file_id": str(p.file_id)} for p in scanned(actor)]
    return {"procedure_code": CODE, "unit_id": str(unit_id), "data": good_answers(**request), "papers": papers}


def post(client, path, body, **headers):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type=JSON, headers=headers)


@pytest.mark.django_db(transaction=True)
def test_every_example_of_the_page_does_what_it_says(live_server, an, binh, ha, chi, a, tmp_path):
    make_clerk(a)
    Account.objects.filter(kind="officer").update(is_demo=True)  # no second factor asked of them
    (tmp_path / "scan.pdf").write_bytes(make_pdf())
    (tmp_path / "answers.json").write_text(json.dumps(good_answers()), encoding="utf-8")
    script = "set -euo pipefail\n" + "\n".join(
        re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    )
    words = {
        "BASE": live_server.url,
        "NUMBER": AN_NUMBER,
        "DESK": "A-MC",
        "SPECIALIST": "A-TP",
        "HEAD": "A-CT",
        "CLERK": "A-VT",
        "PASSWORD": PASSWORD,
        "UNIT": str(a),
        "SCAN": str(tmp_path / "scan.pdf"),
        "ANSWERS": str(tmp_path / "answers.json"),
        "TMPDIR": str(tmp_path),
    }
    with worker_running():
        done = subprocess.run(
            ["bash", "-c", script], env={**os.environ, **words}, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Cán bộ một cửa sẽ trả lời" in done.stdout
    assert "N***** T** A*" in done.stdout
    assert Dossier.objects.count() == 3


def test_the_same_key_with_the_same_body_is_the_same_dossier_and_with_another_a_conflict(an, a, client_of):
    client, body = client_of(an), filing(an, a)
    first = post(client, "/dossiers", body, idempotency_key="tinh-so-0001")
    again = post(client, "/dossiers", body, idempotency_key="tinh-so-0001")
    other = post(client, "/dossiers", {**body, "delivery": "post"}, idempotency_key="tinh-so-0001")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json()["id"] == again.json()["id"]
    assert other["Content-Type"] == PROBLEM
    assert Dossier.objects.count() == 1


def test_a_key_nobody_should_use_is_refused(an, a, client_of):
    assert post(client_of(an), "/dossiers", filing(an, a), idempotency_key="ngắn").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_the_same_moment_are_one_dossier(an, a, client_of):
    body, start = filing(an, a), Barrier(4)
    clients = [client_of(an) for _ in range(4)]

    def send(client):
        try:
            start.wait(timeout=30)
            return post(client, "/dossiers", body, idempotency_key="tinh-so-0002").json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(send, clients))) == 1
    assert Dossier.objects.count() == 1


def test_on_line_a_paper_named_without_its_file_counts_for_nothing(an, a, client_of):
    body = {**filing(an, a), "papers": [{"component": "GT", "form": "original"}]}
    answer = post(client_of(an), "/dossiers", body)
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["papers/GT"]


def test_a_scan_somebody_else_made_is_refused_at_the_counter(an, binh, a, client_of):
    answer = post(client_of(binh), "/dossiers/counter", filing(an, a))
    assert (answer.status_code, answer.json()["code"]) == (404, "files.not_found")


def test_a_session_without_its_csrf_token_changes_nothing(an, a, client_of):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(an).cookies
    answer = post(strict, "/dossiers", filing(an, a))
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert "X-CSRFToken" in answer.json()["title"]
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"reason": NaN}', 400),
        (b'{"reason": "\\u0000"}', 400),
        (b'{"reason": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b'{"reason": 7}', 422),
        (b'{"reason": "' + b"x" * 2001 + b'"}', 422),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(an, a, client_of, body, status):
    info = make_submitted(an, unit_id=a)
    answer = client_of(an).post(f"/api/v1/dossiers/{info.id}/withdraw", body, content_type=JSON)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["title"]


@pytest.mark.parametrize("cursor", ["abc", "WzFd", "WyJ4Il0", "WyIyMDI2IiwieCJd"])
@pytest.mark.parametrize("order", ["newest", "due"])
def test_a_cursor_we_did_not_make_is_refused(binh, a, client_of, cursor, order):
    answer = client_of(binh).get("/api/v1/dossiers", {"cursor": cursor, "order": order})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_end_of_time_are_only_empty(binh, a, client_of, day):
    answer = client_of(binh).get("/api/v1/dossiers", {"received_from": day, "received_to": day})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_another_method_is_refused_in_the_same_shape(db, client):
    answer = client.delete("/api/v1/procedures")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET")


def test_a_result_is_found_by_its_token_without_naming_its_owner(an, binh, ha, chi, a, client, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a)
    (mine,) = client_of(an).get("/api/v1/results").json()["items"]
    found = client.get(f"/api/v1/results/{mine['token']}").json()
    assert (found["number"], found["owner"], mine["dossier_id"]) == ("01/2026/XN", "N***** T** A*", str(info.id))
    assert client.get("/api/v1/results/0000000000000").status_code == 404


def test_the_desk_and_the_leader_find_by_api_what_their_screens_show(an, binh, ha, giang, a, client_of):
    info = make_submitted(an, unit_id=a)
    desk = client_of(binh)
    acts = desk.get(f"/api/v1/dossiers/{info.id}/acts").json()
    assert [act["code"] for act in acts if act["is_offered"]] == ["receive", "refuse", "ask_supplement"]
    with clock.frozen(MONDAY):  # it is looked for among those of the last weeks
        duplicates = desk.get("/api/v1/dossiers/duplicates", {"number": "086190000123", "procedure_code": CODE}).json()
    assert [one["id"] for one in duplicates] == [str(info.id)]
    assert post(desk, f"/dossiers/{info.id}/receive", {"expected_version": info.version}).status_code == 200
    fields = client_of(ha).get(f"/api/v1/dossiers/{info.id}/draft-fields").json()
    assert [field["key"] for field in fields] == ["content"]
    period = {"received_from": "2026-01-01", "received_to": "2030-01-01"}
    (row,) = client_of(giang).get("/api/v1/dossiers/counts", period).json()
    assert (row["unit_id"], row["received"], row["waiting"]) == (str(a), 1, 1)
    assert desk.get("/api/v1/dossiers/counts", period).status_code == 403
    (paper,) = desk.get(f"/api/v1/dossiers/{info.id}").json()["papers"]
    scan = desk.get(f"/api/v1/dossiers/{info.id}/papers/{paper['id']}")
    assert b"".join(scan).startswith(b"%PDF")
    scan.close()


def test_every_operation_writes_down_its_refusals(db, client):
    schema = client.get("/api/v1/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            refusals = {s: r for s, r in operation["responses"].items() if int(s) >= 400}
            assert {"422", "429"} <= refusals.keys(), (method, path)
            assert ("401" in refusals) == bool(operation.get("security")), (method, path)
            assert all(list(r["content"]) == [PROBLEM] for r in refusals.values()), (method, path)
