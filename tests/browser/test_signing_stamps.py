"""What its holder signed and still waits for a time-stamp, as they see it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse, set_script_prefix

from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.models import PreparedSignature
from tinhso.foundation.signing.testing import make_paper
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.cast import binh, client_of, units  # noqa: F401 - fixtures

SILENT = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def province(transactional_db, settings):
    set_script_prefix("/")
    settings.SIGNING_TSA_URL = SILENT


def signed_by(actor):
    try:
        made = [
            signing.prepare_signature(
                actor,
                pdf=make_paper("leader"),
                title=f"Quyết định số {number}/QĐ-UBND về việc phân công trực ban",
                key_ref=signing.key_of(actor).ref,
                appearance=signing.Appearance("leader", actor.name),
                now=clock.now(),
            )
            for number in (15, 16, 17)
        ]
        signing.sign_prepared(actor, prepared_ids=[one.id for one in made], consent=signing.Consent(), now=clock.now())
        return made
    finally:
        connection.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
def test_a_signature_that_waits_for_its_time_stamp_is_seen_and_can_be_tried_again(
    signed_in,
    live_server,
    binh,  # noqa: F811
    width,
    scheme,
):
    with ThreadPoolExecutor(1) as beside:  # signing runs a loop of its own, and the browser's is in this thread
        made = beside.submit(signed_by, binh).result()
    ended = PreparedSignature.objects.get(id=made[2].id)
    ended.dropped_at, ended.problem = clock.now(), signing.KeyNotUsable.sentence
    ended.save()

    page = signed_in(binh, width, scheme)
    page.goto(live_server.url + reverse("signing:mine"))
    screenshot(page, f"mine-{width}-{scheme}")
    page.get_by_role("link", name="Xem văn bản").click()
    page.get_by_role("heading", name="Đã ký, chờ dấu thời gian").wait_for()
    expect(page.get_by_text("Quyết định số 15/QĐ-UBND").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"stamps-{width}-{scheme}")

    page.get_by_role("button", name="Lấy dấu thời gian ngay").click()
    page.get_by_text("đang lấy lại dấu thời gian").wait_for()
    page.get_by_role("button", name="Bỏ, không ký").first.click()
    page.get_by_text("Đã bỏ 1 văn bản").wait_for()
    expect(page.get_by_text("Quyết định số 15/QĐ-UBND")).to_have_count(0)
