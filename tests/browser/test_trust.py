"""The operator's page of trust on both widths: whom we believe, who answers, a look at one certificate."""

import pytest

from tinhso.foundation.signing.testing import make_demo_key
from tinhso.foundation.signing.trust import keeping
from tinhso.testing.browser import LOOKS, assert_accessible, expect, screenshot
from tinhso.testing.simulators import authority, simulator, simulators

__all__ = ["authority", "simulator", "simulators"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_operator_checks_a_certificate_and_sees_a_silent_source(signed_in, live_server, em, width, scheme, request):
    ca = request.getfixturevalue("authority")
    make_demo_key()
    keeping.look_after_keys()
    ca.behave(quirks={"ocsp_down": True})
    keeping.sweep()
    keeping.look_after_keys()
    bad = ca.issue("wrong_usage", name="Chứng thư thử")
    page = signed_in(em, width, scheme)

    page.goto(f"{live_server.url}/ky-thuat/chung-thu/")
    page.get_by_label("Hoặc dán nội dung PEM").fill(bad.certificate)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()

    page.get_by_text("không được cấp để ký số").wait_for()
    expect(page.get_by_text("Lỗi 1 lần").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"trust-{width}-{scheme}")
