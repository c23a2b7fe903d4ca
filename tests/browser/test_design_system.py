"""The page of every component, in a real browser: phone to desktop, light and dark, with and without JavaScript."""

import pytest

from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot

CITIZEN_PAGES = ["citizen", "start", "errors", "interruption", "refusal"]
OFFICER_PAGES = ["officer", "split"]


@pytest.fixture(autouse=True)
def design_system_alone(settings):
    settings.ROOT_URLCONF = "tinhso.ui.tests.site_urls"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1366])
@pytest.mark.parametrize("name", CITIZEN_PAGES + OFFICER_PAGES)
def test_every_component_is_accessible(page_at, live_server, name, width, scheme):
    page = page_at(width, scheme)
    if scheme == "dark":
        page.context.add_cookies([{"name": "tinhso_hien_thi", "value": "theme=system", "url": live_server.url}])
    page.goto(f"{live_server.url}/_ui/{name}/", wait_until="networkidle")
    screenshot(page, f"{name}-{width}-{scheme}")
    assert_accessible(page, citizen=name in CITIZEN_PAGES)


@pytest.mark.parametrize("name", CITIZEN_PAGES)
def test_citizen_pages_work_without_javascript(page_at, live_server, name):
    page = page_at(390, js=False)
    page.goto(f"{live_server.url}/_ui/{name}/")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".only-js:visible")).to_have_count(0)
    assert_quiet(page)


def test_text_size_and_contrast_change_without_javascript_and_stay(page_at, live_server):
    page = page_at(390, js=False)
    page.goto(f"{live_server.url}/_ui/?a=1")
    page.get_by_role("button", name="Chữ rất lớn").click()
    assert page.url == f"{live_server.url}/_ui/?a=1"
    page.get_by_role("button", name="Bật tương phản cao").click()
    page.goto(f"{live_server.url}/_ui/start/")
    shown = page.locator("html")
    assert shown.get_attribute("data-text") == "larger"
    assert shown.get_attribute("data-contrast") == "high"
    page.get_by_role("button", name="Chữ thường").click()
    assert shown.get_attribute("data-text") is None
    assert shown.get_attribute("data-contrast") == "high"


def test_a_page_with_errors_takes_the_focus_to_the_summary_and_its_links_to_the_fields(page_at, live_server):
    page = page_at(390)
    answer = page.goto(f"{live_server.url}/_ui/errors/")
    assert answer.status == 422
    assert page.evaluate("document.activeElement.className") == "error-summary"
    said = page.locator(".error-summary li").all_inner_texts()
    beside = [text.replace("Lỗi:", "").strip() for text in page.locator(".error-message").all_inner_texts()]
    assert said == beside
    assert len(said) == 2
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_full_name"
    assert page.input_value("#id_note") == "Đã nhập"


def test_vietnamese_is_drawn_in_our_own_font(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") == 2
    assert page.evaluate("document.fonts.check('16px \"Inter VN\"', 'Ẩ')")


def test_keyboard_moves_in_the_list_and_back_from_the_detail(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/split/", wait_until="networkidle")
    rows = page.locator("[data-row-link]")
    rows.first.focus()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert rows.nth(2).evaluate("e => e === document.activeElement")
    page.keyboard.press("x")
    page.wait_for_load_state()
    assert "Đã chọn 1" in page.locator("[data-bulk-count]").inner_text()
    page.locator("#detail button").first.focus()
    page.keyboard.press("Escape")
    assert rows.nth(2).evaluate("e => e === document.activeElement")


def test_letters_do_nothing_while_someone_types_or_when_they_are_off(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/officer/", wait_until="networkidle")
    page.locator("#q").focus()
    page.keyboard.type("jkxac?")
    assert page.input_value("#q") == "jkxac?"
    expect(page.locator("#key-help")).not_to_be_visible()
    page.context.add_cookies([{"name": "tinhso_hien_thi", "value": "letters=off", "url": live_server.url}])
    page.goto(f"{live_server.url}/_ui/split/", wait_until="networkidle")
    first = page.locator("[data-row-link]").first
    first.focus()
    page.keyboard.press("j")
    assert first.evaluate("e => e === document.activeElement")


def test_an_input_method_that_sends_backspaces_triggers_no_shortcut(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/officer/", wait_until="networkidle")
    page.locator("#q").focus()
    for typed in ("a", "â", "ấ"):
        page.keyboard.press("Backspace")
        page.keyboard.insert_text(typed)
    assert page.input_value("#q") == "ấ"
    assert page.url.endswith("/_ui/officer/")


def test_f1_lists_the_keys_of_the_page(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/split/", wait_until="networkidle")
    page.keyboard.press("F1")
    page.wait_for_load_state()
    help_text = page.locator("#key-help").inner_text()
    for line in ("Ctrl+Enter", "Chuyển bước", "Alt+3", "Văn bản"):
        assert line in help_text
    assert page.evaluate("document.activeElement.id") == "key-help-title"
    assert_accessible(page, text_zoom=False)


def test_alt_and_a_digit_open_a_module(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/officer/", wait_until="networkidle")
    page.keyboard.press("Alt+3")
    assert page.url.endswith("#3")


def test_a_paper_is_sent_in_pieces_and_goes_on_after_the_line_was_cut(page_at, live_server):
    page = page_at(390)
    received, calls = bytearray(), []

    def tus(route, request):
        calls.append(request.method)
        if request.method == "POST":
            return route.fulfill(status=201, headers={"Location": "/tep/tai-len/1", "Tus-Resumable": "1.0.0"})
        if request.method == "HEAD":
            return route.fulfill(status=200, headers={"Upload-Offset": str(len(received))})
        if calls.count("PATCH") == 2:
            return route.abort()
        assert int(request.headers["upload-offset"]) == len(received)
        received.extend(request.post_data_buffer)
        return route.fulfill(status=204, headers={"Upload-Offset": str(len(received))})

    page.route("**/tep/tai-len/**", tus)
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    paper = bytes(range(256)) * 5000
    page.locator("#paper").set_input_files({"name": "Giấy.jpg", "mimeType": "image/jpeg", "buffer": paper})
    page.locator('input[name="paper-upload"]').wait_for(state="attached", timeout=15000)
    assert bytes(received) == paper
    assert "HEAD" in calls
    assert page.input_value('input[name="paper-upload"]') == "/tep/tai-len/1"


def test_an_empty_paper_is_refused_with_a_sentence(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    page.locator("#paper").set_input_files({"name": "trong.pdf", "mimeType": "application/pdf", "buffer": b""})
    assert "Tệp rỗng" in page.locator("[data-upload-list] li").first.inner_text()


def test_forced_colours_and_reduced_motion_keep_every_control(page_at, live_server):
    page = page_at(1366, forced_colors="active", reduced_motion="reduce")
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    expect(page.locator(".btn:visible").first).to_be_visible()
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).animationDuration) > 0).length"
    )
    assert page.evaluate(moving) == 0


def test_the_first_view_of_a_citizen_page_is_light(page_at, live_server):
    page = page_at(390)
    sizes = []
    page.on("response", lambda answer: sizes.append((answer.url, len(answer.body()))))
    page.goto(f"{live_server.url}/_ui/start/", wait_until="networkidle")
    assert sum(size for url, size in sizes if url.endswith(".woff2")) < 60_000
    assert sum(size for url, size in sizes if url.endswith(".css")) < 60_000  # about 10 KB once compressed
    assert len(sizes) < 22


def test_what_was_typed_while_the_network_was_gone_comes_back(page_at, live_server):
    page = page_at(390)
    kept = []
    page.route("**/_ui/luu-mau/", lambda route: route.abort() if not kept else route.fulfill(status=204))
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    page.locator("#id_full_name").fill("Nguyễn Thị Mẫu")
    page.locator("#id_note").focus()
    status = page.locator("[data-autosave-status]")
    status.get_by_text("Mất kết nối").wait_for()
    page.reload(wait_until="networkidle")
    assert page.input_value("#id_full_name") == ""
    kept.append(True)
    page.get_by_role("button", name="Dùng bản trên máy này").click()
    assert page.input_value("#id_full_name") == "Nguyễn Thị Mẫu"
    status.get_by_text("Đã lưu lúc").wait_for()
    page.reload(wait_until="networkidle")
    expect(page.get_by_role("button", name="Dùng bản trên máy này")).not_to_be_visible()


def test_a_shared_machine_keeps_nothing_that_was_typed(page_at, live_server):
    page = page_at(390)
    page.context.add_cookies([{"name": "tinhso_hien_thi", "value": "device=shared", "url": live_server.url}])
    page.route("**/_ui/luu-mau/", lambda route: route.abort())
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    page.locator("#id_full_name").fill("Nguyễn Thị Mẫu")
    page.locator("#id_note").focus()
    page.locator("[data-autosave-status]").get_by_text("Chưa lưu được").wait_for()
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_opening_a_row_changes_only_the_detail_and_keeps_the_focus(page_at, live_server):
    page = page_at(1366)
    page.goto(f"{live_server.url}/_ui/split/", wait_until="networkidle")
    page.evaluate("window.stays = true")
    page.locator("[data-row-link]").nth(3).focus()
    page.keyboard.press("Enter")
    page.locator("#detail h2", has_text="M-261122-0004").wait_for()
    assert page.evaluate("window.stays")
    assert page.locator("[data-row-link]").nth(3).evaluate("e => e === document.activeElement")
    assert_quiet(page)


def test_every_act_through_htmx_carries_the_token_against_forgery(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/_ui/", wait_until="networkidle")
    with page.expect_request("**/_ui/preferences/") as sent:
        page.evaluate("void htmx.ajax('POST', '/_ui/preferences/', {target: '#status', swap: 'none'})")
    assert sent.value.headers["x-csrftoken"] == page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
