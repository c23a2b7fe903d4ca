"""A real browser for tests: Chromium through Playwright, and what every page must keep.

    from tinhso.testing.browser import browser, page_at    # in the conftest of a folder of browser tests

    def test_page(page_at, live_server):
        page = page_at(390, "dark")
        page.goto(f"{live_server.url}/_ui/")
        assert_accessible(page, citizen=True)

Chromium is looked for in TINHSO_CHROMIUM, then in the usual places. Without it such tests are skipped, or fail when
TINHSO_REQUIRE_BROWSER=1. Screenshots go to the folder TINHSO_SCREENSHOTS, when it is set.
"""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Locator, Page
    from playwright.sync_api._generated import LocatorAssertions

    from tinhso.kernel.actors import Actor

Scheme = Literal["light", "dark"]
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE_MS: Final = 15_000
"""How long `expect` waits for what a page is to show: a busy machine of two cores needs seconds at times."""
HEIGHTS: Final = {320: 640, 390: 844, 768: 1024, 820: 1180, 1366: 768}
_EACH: Final[tuple[tuple[int, Scheme], ...]] = ((390, "light"), (1366, "dark"), (390, "dark"), (1366, "light"))
LOOKS: Final = _EACH if os.environ.get("TINHSO_ALL_LOOKS") == "1" else _EACH[:2]
"""How a screen can be looked at; without TINHSO_ALL_LOOKS=1 each test takes one of its looks (see conftest.py)."""
AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MISSING_CHROMIUM: Final = (
    "Chromium is not installed: `apt-get install chromium`, or set TINHSO_CHROMIUM to a Chromium or Chrome program."
)
MISSING_AXE: Final = "axe is not installed: `uv sync --group dev` brings axe-playwright-python."


class PageMaker(Protocol):
    """Opens a page of a given width, colour scheme and with or without JavaScript."""

    def __call__(self, width: int = 390, scheme: Scheme = "light", *, js: bool = True, **options: Any) -> "Page":
        """Return a fresh page in a context of its own; `options` go to Playwright's `new_context`."""


class SignedIn(Protocol):
    """Opens a page in which an actor of the cast is signed in."""

    def __call__(self, actor: "Actor", width: int = 1366, scheme: Scheme = "light", **options: Any) -> "Page":
        """Return a fresh page, as `PageMaker` does."""


@dataclass(slots=True)
class PageLog:
    """What a page did that it should not: requests off the machine, console errors, refused by the policy."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


_logs: "WeakKeyDictionary[Page, PageLog]" = WeakKeyDictionary()


def chromium() -> str | None:
    """Return the path of a Chromium program, None when there is none."""
    given = os.environ.get("TINHSO_CHROMIUM")
    names = [given] if given else ["chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium"]
    return next((found for name in names if (found := shutil.which(name))), None)


def _absent(sentence: str) -> None:
    if os.environ.get("TINHSO_REQUIRE_BROWSER") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def expect(what: "Locator") -> "LocatorAssertions":
    """Return Playwright's assertions about `what`, which wait for it (up to PATIENCE_MS) before they fail.

    What stands on a page is asserted by them; `count()` and `is_visible()` answer for the moment they are asked in,
    which may be one in which half of the page has been read.
    """
    from playwright.sync_api import expect as waiting

    waiting.set_options(timeout=PATIENCE_MS)
    return waiting(what)


def _read_whole_pages() -> None:
    """Let a click and a key stroke end when the page they lead to has been read.

    Playwright's own end as soon as the answer begins to arrive: what a test reads next may then be half a page.
    """
    from playwright.sync_api import Locator

    def whole(act: "Callable[..., None]") -> "Callable[..., None]":
        @wraps(act)
        def acted(self: "Locator", *args: Any, **options: Any) -> None:
            act(self, *args, **options)
            if not self.page.is_closed():
                self.page.wait_for_load_state("domcontentloaded")

        return acted

    for name in ("click", "press"):
        act = getattr(Locator, name)
        if not hasattr(act, "__wrapped__"):
            setattr(Locator, name, whole(act))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for the whole run."""
    program = chromium()
    if program is None:
        _absent(MISSING_CHROMIUM)
    from playwright.sync_api import sync_playwright

    _read_whole_pages()
    # Playwright keeps an event loop in this thread; Django would take our ordinary database calls for async ones.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def page_at(browser: "Browser") -> Iterator[PageMaker]:
    """Return a maker of pages; all are closed after the test."""
    contexts: list[BrowserContext] = []

    def make(width: int = 390, scheme: Scheme = "light", *, js: bool = True, **options: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme=scheme,
            java_script_enabled=js,
            **{"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options},
        )
        contexts.append(context)
        page = context.new_page()
        _watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(page_at: PageMaker, live_server: Any, client_of: "Callable[[Actor], Client]") -> "SignedIn":
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor: "Actor", width: int = 1366, scheme: Scheme = "light", **options: Any) -> "Page":
        from django.conf import settings

        page = page_at(width, scheme, **options)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client_of(actor).cookies[name].value, "url": live_server.url}]
        )
        return page

    return make


def _watch(page: "Page") -> None:
    log = _logs[page] = PageLog()

    def on_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith(("http", "ws")) and address.hostname not in LOOPBACK:
            log.outside.append(request.url)

    def on_console(message: Any) -> None:
        # A page that answers 404 or 422 on purpose is reported by Chromium as a failed load: not a fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            log.errors.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: log.errors.append(str(error)))


@cache
def _axe_source() -> str | None:
    """Return the text of axe.min.js, which axe-playwright-python carries (MPL-2.0), None when it is not installed."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        return None
    return (Path(spec.origin).parent / "axe.min.js").read_text()


@cache
def _checks_source() -> str:
    return Path(__file__).with_name("page_checks.js").read_text().split("\n", 2)[2]


def axe_violations(page: "Page") -> list[str]:
    """Run axe over the page (WCAG 2.2 A and AA, best practice, target size) and return what it found, in words."""
    source = _axe_source()
    if source is None:
        _absent(MISSING_AXE)
    page.evaluate(source or "")  # evaluated in the page, so the content security policy stays as it is
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}},"
        " resultTypes: ['violations']})",
        list(AXE_TAGS),
    )
    return [
        f"axe {rule['id']} ({rule['impact']}): {node['target']} {node.get('failureSummary', '').strip()}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def house_faults(page: "Page", *, citizen: bool = False) -> list[str]:
    """Run the checks axe does not have (A-02 … V-05 of the house's list) and return what they found, in words."""
    found: list[str] = page.evaluate(_checks_source(), {"citizen": citizen})
    return found


def noise(page: "Page") -> list[str]:
    """Return every request off this machine, console error and policy violation since the page was opened."""
    log = _logs[page]
    return [f"O-01: request to {url}" for url in log.outside] + [f"O-02: {text}" for text in log.errors]


def assert_quiet(page: "Page") -> None:
    """Fail when the page asked anyone outside, wrote an error to the console or broke the policy."""
    assert not noise(page), "\n".join(noise(page))


def assert_accessible(page: "Page", *, citizen: bool = False, text_zoom: bool = True) -> None:
    """Fail with every fault of the page at once: axe, the house's own checks, noise, sideways scrolling at 200 % text.

    `citizen` asks for the larger targets of citizen pages.
    """
    faults = axe_violations(page) + house_faults(page, citizen=citizen) + noise(page)
    wide_enough = (page.viewport_size or {"width": 0})["width"] >= 390  # at 320 px the page is already zoomed fourfold
    if text_zoom and wide_enough:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults += [f"at 200 % text, {said}" for said in house_faults(page) if said.startswith("A-05")]
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def screenshot(page: "Page", name: str) -> None:
    """Keep a picture of the whole page in TINHSO_SCREENSHOTS, when that folder is named."""
    folder = os.environ.get("TINHSO_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
