"""The officer's own token, end to end: page, agent on this machine, SoftHSM behind it, signed file."""

import os
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import reverse, set_script_prefix

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.models import PreparedSignature
from tinhso.foundation.signing.testing import PIN, SOFTHSM, make_paper, make_token
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.cast import binh, client_of, units  # noqa: F401 - fixtures
from tinhso.testing.ports import own_port

AGENT = Path(house.ROOT) / "tools" / "signing_agent.py"
needs_token = pytest.mark.skipif(
    not SOFTHSM.exists() or not shutil.which("softhsm2-util"), reason="softhsm2 is not installed (apt-get install)"
)
SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def province(transactional_db):
    set_script_prefix("/")


class Running:
    """The agent as a process of its own."""

    def __init__(self, folder, origin, port):
        self.port = port
        self.process = subprocess.Popen(
            [
                *(sys.executable, str(AGENT), "--module", str(SOFTHSM), "--origin", origin, "--port", str(port)),
                *("--pairings", str(folder / "pairings.json"), "--no-open"),
            ],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "PYTHONIOENCODING": "utf-8"},
        )
        self.code = self.process.stdout.readline().rpartition(" ")[2].strip()
        for _try in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the agent does not answer")

    def end(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def agent(tmp_path, live_server, settings, monkeypatch, binh):  # noqa: F811
    port = own_port()
    settings.SIGNING_AGENT = port
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    make_token(tmp_path, "Bình", kinds=("ec",), name=binh.name)
    running = Running(tmp_path, live_server.url, port)
    yield running
    running.end()


@pytest.fixture
def as_(page_at, live_server, client_of):  # noqa: F811
    def make(actor, width=1366, scheme="light"):
        page = page_at(width, scheme)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def beside(act, *given, **named):
    """Do it in a thread of its own: Playwright keeps an event loop in this one."""

    def run():
        try:
            return act(*given, **named)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def consent(page, pin, button="Ký"):
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Mở trang xác nhận").click()
    mine = opened.value
    mine.wait_for_load_state()
    mine.get_by_label("PIN của thiết bị").fill(pin)
    mine.get_by_role("button", name=button, exact=False).first.click()
    mine.wait_for_load_state()
    return mine


@needs_token
def test_an_officer_registers_a_token_and_signs_two_files_with_one_consent(as_, live_server, agent, binh):  # noqa: F811
    page = as_(binh)
    page.goto(live_server.url + reverse("signing:register"))
    page.get_by_label("Mã ghép nối").fill("000000" if agent.code != "000000" else "111111")
    page.get_by_role("button", name="Ghép nối").click()
    page.get_by_text("Mã ghép nối không đúng").wait_for()
    page.get_by_label("Mã ghép nối").fill(agent.code)
    page.get_by_role("button", name="Ghép nối").click()
    page.get_by_label("Chứng thư trong thiết bị").wait_for()
    assert page.get_by_label("Chứng thư trong thiết bị").inner_text().strip() == binh.name
    page.get_by_role("button", name="Đăng ký").click()
    consent(page, PIN)
    page.wait_for_url("**/ky-so/")
    (key,) = signing.keys_of(binh.account_id)
    assert key.kind == "agent"

    for title in ("Quyết định 15", "Công văn <16>"):
        beside(
            signing.prepare_signature,
            binh,
            pdf=make_paper("leader"),
            title=title,
            key_ref=key.ref,
            appearance=signing.Appearance("leader", binh.name),
            now=clock.now(),
        )
    page.goto(live_server.url + reverse("signing:waiting"))
    page.get_by_role("button", name="Ký bằng thiết bị").click()
    mine = consent(page, "9999")
    assert "PIN không đúng" in mine.content()
    assert "Công văn &lt;16&gt;" in mine.content()
    mine.get_by_label("PIN của thiết bị").fill(PIN)
    mine.get_by_role("button", name="Ký 2 văn bản").click()
    page.get_by_role("heading", name="Kết quả ký").wait_for()

    expect(page.get_by_text("Đã ký", exact=True)).to_have_count(2)
    for row in PreparedSignature.objects.all():
        verdict = beside(signing.verify_pdf, files.read_bytes(row.file_id))
        assert verdict.covers_whole_document
        assert verdict.signer == binh.name


@needs_token
def test_who_declines_in_the_agent_signs_nothing(as_, live_server, agent, binh):  # noqa: F811
    page = as_(binh)
    page.goto(live_server.url + reverse("signing:register"))
    page.get_by_label("Mã ghép nối").fill(agent.code)
    page.get_by_role("button", name="Ghép nối").click()
    page.get_by_role("button", name="Đăng ký").click()
    consent(page, "", button="Không ký")

    page.get_by_text("Ông/Bà đã từ chối ký").wait_for()
    assert signing.keys_of(binh.account_id) == []


@needs_token
def test_a_page_of_another_site_gets_nothing_from_the_agent(agent):
    import httpx

    base = f"http://127.0.0.1:{agent.port}"
    for headers in ({}, {"Origin": "https://khac.example"}):
        assert httpx.post(f"{base}/v1/certificates", json={}, headers=headers).status_code == 403
        assert "Access-Control-Allow-Origin" not in httpx.get(f"{base}/v1/info", headers=headers).headers
    rebound = httpx.get(f"{base}/", headers={"Host": "khac.example"})
    assert rebound.status_code == 403
    assert agent.code not in rebound.text


@needs_token
def test_the_agent_closes_after_five_guesses_and_asks_pairing_of_its_own_site_too(agent, live_server):
    import httpx

    base, ours = f"http://127.0.0.1:{agent.port}", {"Origin": live_server.url}
    assert httpx.post(f"{base}/v1/sign", json={}, headers=ours).status_code == 401
    wrong = "000000" if agent.code != "000000" else "111111"
    tries = [httpx.post(f"{base}/v1/pair", json={"code": wrong}, headers=ours).status_code for _n in range(6)]
    assert tries == [403] * 5 + [429]
    assert httpx.post(f"{base}/v1/pair", json={"code": agent.code}, headers=ours).status_code == 429


@needs_token
def test_nothing_is_signed_from_another_page_than_the_agents_own(agent, live_server):
    import httpx

    base, ours = f"http://127.0.0.1:{agent.port}", {"Origin": live_server.url}
    secret = httpx.post(f"{base}/v1/pair", json={"code": agent.code}, headers=ours).json()["secret"]
    ours["Authorization"] = f"Bearer {secret}"
    held = httpx.post(f"{base}/v1/certificates", json={}, headers=ours).json()["certificates"][0]["id"]
    items = [{"digest": "A" * 43 + "=", "title": "x"}]
    asked = httpx.post(
        f"{base}/v1/sign", json={"certificate": held, "algorithm": "sha256", "items": items}, headers=ours
    ).json()

    for origin in (live_server.url, "https://khac.example", ""):
        headers = {"Origin": origin} if origin else {}
        posted = httpx.post(asked["confirm"], data={"nonce": "x", "pin": PIN, "act": "sign"}, headers=headers)
        assert posted.status_code == 403
    assert httpx.get(f"{base}/v1/requests/{asked['request']}", headers=ours).json()["state"] == "pending"
    for junk in ({"algorithm": "sha1"}, {"items": []}, {"items": [{"digest": "AAAA", "title": "x"}]}):
        body = {"certificate": held, "algorithm": "sha256", "items": items} | junk
        assert httpx.post(f"{base}/v1/sign", json=body, headers=ours).status_code == 422


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_ones_own_keys_are_accessible(as_, live_server, binh, width, scheme, settings):  # noqa: F811
    settings.SIGNING_AGENT = 9
    key = signing.key_of(binh)
    page = as_(binh, width, scheme)
    for name in ("mine", "sign_file", "register", "waiting"):
        page.goto(live_server.url + reverse(f"signing:{name}"), wait_until="load")
        screenshot(page, f"signing-{name}-{width}-{scheme}")
        assert_accessible(page)
    assert key.is_demo
