"""The operator's page of signatures that last: numbers that lead to their files, what is wrong, a turn given by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.foundation.signing.models import LastingFile, Renewal, SignatureRequest
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def make(title, *, state="kept", ends=400, turn=280, **more):
    now = clock.now()
    given = {"file_id": uuid7(), "current_file_id": uuid7(), "current_sha256": "a" * 64, "subject_id": uuid7()}
    dates = {"ends_at": now + timedelta(days=ends), "next_at": now + timedelta(days=turn), "kept_at": now}
    return LastingFile.objects.create(
        **given, **dates, subject_kind="test", title=title, state=state, ends_by="rsa:2048", **more
    )


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def desk(em, client_of):
    return client_of(em)


@pytest.mark.parametrize(
    ("box", "titles"),
    [
        ("giu", {"Xa", "Gần", "Đến lượt", "Kẹt"}),
        ("sap", {"Gần", "Đến lượt", "Kẹt"}),
        ("den_han", {"Đến lượt"}),
        ("loi", {"Kẹt"}),
        ("lo", {"Lỡ"}),
    ],
)
def test_each_number_leads_to_exactly_the_files_it_counts(desk, box, titles):
    make("Xa")
    make("Gần", ends=300)
    make("Đến lượt", ends=100, turn=-1)
    make("Kẹt", ends=100, turn=-1, problem="Chưa lấy được dấu thời gian.", tries=2)
    make("Lỡ", state="lapsed", ends=-1, turn=-100)
    make("Bản trước", state="replaced")

    page = desk.get(reverse("signing:lasting"), {"hop": box})
    told = {number["box"]: number["count"] for number in page.context["numbers"]}

    assert {row["one"].title for row in page.context["rows"]} == titles
    assert told[box] == len(titles)


def test_a_file_tells_its_trail_and_is_given_its_turn(desk):
    row = make("Quyết định 15/QĐ-UBND", problem="Chưa lấy được dấu thời gian.", tries=3, renewals=1)
    now = clock.now()
    Renewal.objects.create(
        lasting=row,
        old_file_id=uuid7(),
        old_sha256="b" * 64,
        old_ends_at=now,
        new_file_id=uuid7(),
        new_sha256="c" * 64,
        new_ends_at=now + timedelta(days=900),
        renewed_at=now,
    )
    page = words(desk.get(reverse("signing:lasting_one", args=[row.id])))
    answer = desk.post(reverse("signing:lasting_again", args=[row.id]))
    row.refresh_from_db()

    assert "b" * 64 in page and "c" * 64 in page and "Chưa lấy được dấu thời gian." in page
    assert answer.status_code == 302 and row.next_at <= clock.now()


def test_a_closed_one_has_no_turn(desk):
    row = make("Bản trước", state="replaced")

    assert desk.post(reverse("signing:lasting_again", args=[row.id])).status_code == 404


def test_others_than_the_operator_see_nothing_of_it(binh, client_of):
    row = make("Quyết định 15/QĐ-UBND")

    for name, args in (("lasting", []), ("lasting_one", [row.id])):
        answer = client_of(binh).get(reverse(f"signing:{name}", args=args))
        assert answer.status_code == 403 and "15/QĐ-UBND" not in words(answer)


@pytest.mark.parametrize("state", ["waiting", "working", "done", "failed", "cancelled"])
def test_the_queue_shows_a_request_in_whatever_state(binh, client_of, state):
    now, result = clock.now(), uuid7()
    SignatureRequest.objects.create(
        subject_kind="test",
        subject_id=uuid7(),
        file_id=uuid7(),
        title="Quyết định 15/QĐ-UBND",
        key_ref="demo",
        profile="b-lt",
        look="hand",
        asked_by_id=binh.account_id,
        state=state,
        asked_at=now,
        next_try_at=now,
        result_file_id=result,
    )
    box = {"done": "xong", "failed": "loi", "cancelled": "loi"}.get(state, "cho")

    answer = client_of(binh).get(reverse("signing:requests"), {"hop": box})
    assert answer.status_code == 200 and "15/QĐ-UBND" in words(answer)
