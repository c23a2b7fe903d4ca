import time
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tinhso.foundation.audit.public import list_trail, record, seal_pending
from tinhso.foundation.audit.testing import empty_record, unguarded
from tinhso.government.dossiers.events import DossierReceived
from tinhso.government.dossiers.testing import make_received
from tinhso.kernel import clock, modules, outbox
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.models import DeadLetter
from tinhso.kernel.modules import Health, HealthReport, Subscription
from tinhso.portals.operator.actions import _seal_faults
from tinhso.portals.operator.queries import health
from tinhso.portals.operator.queries.trace import find_trace
from tinhso.portals.operator.verifying import RECORD_ID, TASK, last_walks, verify_record
from tinhso.testing.horizon import wait_for_horizon

pytestmark = pytest.mark.urls("tinhso.portals.operator.tests.site_urls")

PAGES = ["", "su-kien/", "viec-nen/", "nhat-ky/", "thu/", "dung-luong/", "tim/"]


def text_of(response):
    return response.content.decode()


@pytest.fixture
def trail(monkeypatch):
    """A subscriber that fails until it is mended."""
    taken = []

    def handler(envelope):
        if not taken:
            raise ValueError("Key (name)=(Nguyễn Thị An) 086190000123 an@example.vn")
        taken.append(envelope.id)

    standing = modules.subscriptions()
    broken = Subscription("test.broken", DossierReceived, handler)
    monkeypatch.setattr(outbox, "subscriptions", lambda: (*standing, broken))
    return taken


@pytest.fixture
def letter(db):
    return DeadLetter.objects.create(
        subscriber="test.broken",
        event_id=uuid4(),
        type="dossiers.received.v1",
        data={"dossier_id": str(uuid4()), "promised_at": "2026-11-25T09:00:00+00:00", "name": "Nguyễn Thị An"},
        recorded_at=clock.now(),
        error="ValueError: Key (name)=(Nguyễn Thị An) 086190000123 an@example.vn",
        failed_at=clock.now(),
    )


def failed_job(task="notifications.deliver", **args):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('mail', %s, %s::jsonb, 'failed', 3) RETURNING id",
            [task, __import__("json").dumps(args)],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("page", PAGES)
def test_the_operator_opens_every_page(em, client_of, page):
    answer = client_of(em).get(f"/ky-thuat/{page}")
    assert answer.status_code == 200
    assert text_of(answer).count("<h1") == 1
    assert 'aria-current="page"' in text_of(answer)
    assert "shell--console" in text_of(answer)


@pytest.mark.parametrize("who", ["an", "binh", "ha", "chi", "dung", "giang"])
def test_to_all_others_what_is_there_and_what_is_not_answer_the_same(who, request, client_of, letter):
    client = client_of(request.getfixturevalue(who))
    job = failed_job()
    for page in [*PAGES, f"su-kien/{letter.pk}/", "su-kien/999/", f"viec-nen/{job}/", f"thu/{uuid4()}/"]:
        assert client.get(f"/ky-thuat/{page}").status_code == 403
        assert client.post(f"/ky-thuat/{page}").status_code in {403, 405}
    assert DeadLetter.objects.get(pk=letter.pk).replayed_at is None


def test_nobody_is_asked_to_sign_in(client, db):
    answer = client.get("/ky-thuat/su-kien/")
    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap/?next=%2Fky-thuat%2Fsu-kien%2F"


def test_a_buried_event_is_shown_by_ids_without_what_people_typed(em, client_of, letter):
    page = text_of(client_of(em).get("/ky-thuat/su-kien/"))
    assert letter.data["dossier_id"] in page
    assert "test.broken" in page
    for told in ("Nguyễn Thị An", "086190000123", "an@example.vn"):
        assert told not in page


def test_replaying_is_confirmed_first_and_on_record(em, client_of, letter, trail):
    client = client_of(em)
    assert client.get(f"/ky-thuat/su-kien/{letter.pk}/").status_code == 200
    assert DeadLetter.objects.get(pk=letter.pk).replayed_at is None

    refused = text_of(client.post(f"/ky-thuat/su-kien/{letter.pk}/", follow=True))
    assert "vẫn chưa xử lý được: ValueError" in refused
    assert "086190000123" not in refused
    assert DeadLetter.objects.get(pk=letter.pk).replayed_at is None

    trail.append("mended")
    done = client.post(f"/ky-thuat/su-kien/{letter.pk}/", follow=True)
    assert "Bên nhận test.broken đã xử lý xong sự kiện." in text_of(done)
    assert trail == ["mended", letter.event_id]
    verbs = [entry.verb for entry in list_trail(letter.event_id).items]
    assert verbs == ["operator.event_replayed", "operator.event_replay_failed"]
    assert client.get(f"/ky-thuat/su-kien/{letter.pk}/").status_code == 404


def test_a_subscriber_no_longer_here_is_a_refusal_not_a_fault(em, client_of, letter):
    answer = client_of(em).post(f"/ky-thuat/su-kien/{letter.pk}/", follow=True)
    assert answer.status_code == 200
    assert "vẫn chưa xử lý được" in text_of(answer)


def test_a_failed_job_goes_back_into_its_queue_once(em, client_of):
    job = failed_job(delivery_id=str(uuid4()), name="Nguyễn Thị An")
    client = client_of(em)
    page = text_of(client.get("/ky-thuat/viec-nen/"))
    assert f"/ky-thuat/viec-nen/{job}/" in page
    assert "Nguyễn Thị An" not in page
    assert client.post(f"/ky-thuat/viec-nen/{job}/").status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == ("todo",)
    assert client.post(f"/ky-thuat/viec-nen/{job}/").status_code == 404


def test_a_timed_job_is_queued_once_however_often_one_asks(em, client_of):
    client = client_of(em)
    assert client.get(f"/ky-thuat/viec-nen/dinh-ky/{TASK}/").status_code == 200
    assert client.post(f"/ky-thuat/viec-nen/dinh-ky/{TASK}/").status_code == 302
    again = client.post(f"/ky-thuat/viec-nen/dinh-ky/{TASK}/")
    assert again.status_code == 409
    assert "Việc này đang chờ hoặc đang chạy" in text_of(again)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [TASK])
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "path", ["su-kien/99999999999999999999/", "viec-nen/99999999999999999999/", "viec-nen/dinh-ky/x/"]
)
def test_what_is_not_there_is_not_found(em, client_of, path):
    client = client_of(em)
    assert client.get(f"/ky-thuat/{path}").status_code == 404
    assert client.post(f"/ky-thuat/{path}").status_code == 404


@pytest.mark.parametrize("page", ["su-kien/", "viec-nen/", "thu/"])
def test_a_cursor_that_is_not_ours_is_refused(em, client_of, page):
    for cursor in ("abc", "WyJhIl0", "Wy0xXQ"):
        assert client_of(em).get(f"/ky-thuat/{page}?cursor={cursor}").status_code == 422


def test_buried_events_are_read_page_by_page(em, client_of, letter):
    DeadLetter.objects.bulk_create(
        DeadLetter(
            subscriber="x",
            event_id=uuid4(),
            type="t",
            data={},
            recorded_at=clock.now(),
            error="E",
            failed_at=clock.now(),
        )
        for _ in range(55)
    )
    from tinhso.portals.operator.queries.events import list_dead_letters

    first = list_dead_letters()
    second = list_dead_letters(cursor=first.next_cursor)
    assert len(first.items) == 50
    assert len(second.items) == 6
    assert second.items[-1].id == letter.pk


def test_the_walk_over_the_record_is_on_record_and_shown(em, client_of):
    client = client_of(em)
    client.post(f"/ky-thuat/viec-nen/dinh-ky/{TASK}/")
    seal_pending()
    assert verify_record() is True
    assert last_walks()[0].is_whole
    assert list_trail(RECORD_ID).items[0].verb == "operator.audit_verified"
    assert "Nhật ký nguyên vẹn" in text_of(client.get("/ky-thuat/nhat-ky/"))


def test_the_trail_of_a_dossier_has_codes_and_no_person(em, an, binh, units, client_of):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    page = text_of(client_of(em).get("/ky-thuat/tim/", {"ma": f" {info.code.lower()} "}))
    assert str(info.id) in page
    assert "dossiers.received" in page
    assert "dossiers.step" in page
    for told in (an.name, info.applicant.name, info.applicant.number, binh.name, "0912345678"):
        assert told not in page
    assert list_trail(info.id).items[0].verb == "operator.traced"


@pytest.mark.parametrize(
    "typed", ["Nguyễn Thị An", "086190000123", "0912345678", "H61.21.03-261116-9999", "%", "-" * 64]
)
def test_nothing_but_a_whole_code_finds_anything(em, an, binh, units, client_of, typed):
    make_received(an, binh, unit_id=units.commune_a.id)
    answer = client_of(em).get("/ky-thuat/tim/", {"ma": typed})
    assert answer.status_code == 422
    assert 'href="#ma"' in text_of(answer)


def test_a_check_that_hangs_or_breaks_is_told_and_the_page_comes_in_time(db, monkeypatch):
    monkeypatch.setattr(health, "TIMEOUT", 0.5)

    def hangs():
        time.sleep(2)
        return HealthReport("hangs", Health.OK, "x")

    def breaks():
        raise OSError("'/secret/path'")

    def works():
        return HealthReport("works", Health.OK, "Tốt.")

    began = time.monotonic()
    found = {one.report.name: one.report for one in health.check_all([("A", hangs), ("B", breaks), ("C", works)])}
    assert time.monotonic() - began < 1.5
    assert found["hangs"].health is found["breaks"].health is Health.FAILED
    assert found["works"].health is Health.OK
    assert "/secret/path" not in found["breaks"].sentence


def test_the_lists_take_the_same_number_of_queries_however_long(em, client_of, django_assert_num_queries, letter):
    client = client_of(em)
    client.get("/ky-thuat/viec-nen/")
    for _ in range(5):
        failed_job()
    with django_assert_num_queries(10):
        client.get("/ky-thuat/viec-nen/")


@pytest.fixture
def seals(transactional_db):
    """Two seals of one line each."""
    empty_record()
    for _ in range(2):
        with transaction.atomic():
            record(SYSTEM, verb="tests.happened")
        wait_for_horizon()
        seal_pending()
    yield
    empty_record()


def test_the_newest_seal_is_shown_and_a_few_seals_are_verified_from_the_page(seals, em, client_of):
    client = client_of(em)
    page = client.get("/ky-thuat/nhat-ky/")
    assert "Số 2" in text_of(page)
    assert page.context["typed"] == {"tu": "1", "den": "2"}
    done = client.post("/ky-thuat/nhat-ky/", {"tu": "2", "den": "2"}, follow=True)
    assert "Các con dấu từ số 2 đến số 2 nguyên vẹn" in text_of(done)
    assert "Con dấu 2–2" in text_of(done)
    (entry,) = list_trail(RECORD_ID).items
    assert (entry.verb, entry.account_id) == ("operator.audit_verified", em.account_id)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'tests.other' WHERE verb = 'tests.happened'")
    broken = client.post("/ky-thuat/nhat-ky/", {"tu": "1", "den": "2"}, follow=True)
    assert "đã bị sửa sau khi niêm phong" in text_of(broken)
    assert not last_walks()[0].is_whole


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("", "2", "tu"), ("1", "3", "den"), ("2", "1", "den"), ("-1", "x", "tu"), ("²", "2", "tu")],
)
def test_numbers_that_name_no_seals_are_refused_beside_their_field(seals, em, client_of, first, last, field):
    answer = client_of(em).post("/ky-thuat/nhat-ky/", {"tu": first, "den": last})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in text_of(answer)
    assert f'value="{last}"' in text_of(answer)


def test_a_page_walks_at_most_fifty_seals():
    assert _seal_faults(1, 50, newest=60) == {}
    assert "từ 2 đến 51" in _seal_faults(2, 60, newest=60)["den"]
    assert _seal_faults(1, 1, newest=0)["tu"] == "Chưa có con dấu nào."


def test_what_one_request_did_is_found_by_its_id_without_a_person(em, an, binh, units, client_of):
    info = make_received(an, replace(binh, request_id="yeu-cau-0001"), unit_id=units.commune_a.id)
    client = client_of(em)
    found = text_of(client.get("/ky-thuat/tim/", {"yeu_cau": " yeu-cau-0001 "}))
    assert "dossiers.received" in found
    assert str(info.id) in found
    for told in (an.name, binh.name, info.applicant.number):
        assert told not in found
    assert "?yeu_cau=yeu-cau-0001" in text_of(client.get("/ky-thuat/tim/", {"ma": info.code}))
    for typed in ("yeu-cau-0002", "%%%%%%%%", "ngắn"):
        assert client.get("/ky-thuat/tim/", {"yeu_cau": typed}).status_code == 422


def test_events_of_a_dossier_are_found_by_their_index(em, an, binh, units, django_assert_max_num_queries):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with django_assert_max_num_queries(30) as asked:
        trace = find_trace(em, code=info.code, now=clock.now())
    assert {"dossiers.submitted.v1", "dossiers.received.v1"} <= {event.type for event in trace.events}
    (sql,) = [one["sql"] for one in asked.captured_queries if "kernel_outbox" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "->> 'dossier_id'::text) = '" in plan
    assert "Index Cond" in plan
    assert "Filter" not in plan
