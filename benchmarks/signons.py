"""Sign-ins with the State's account a second, the stand-in beside us on the same machine, and what it costs alone."""

import http.client
from urllib.parse import urlencode, urlsplit

from benchmarks.figures import Figure
from benchmarks.installation import Installation, installation
from benchmarks.limits import bare_page
from benchmarks.load import Client, Round, drive

START = "/dang-nhap/dinh-danh-dien-tu/"
OPEN = f"{START}mo-tai-khoan/"
PERSON = "086301000041"
FORM = "application/x-www-form-urlencoded"


def run(*, small: bool = False) -> list[Figure]:
    """Return whole sign-ins a second with 8 clients (two redirects, five requests to the provider, a session)."""
    seconds = 2 if small else 10
    with installation() as house:
        _open_account(house)
        result = drive(lambda _at: _signer(house), clients=8, seconds=seconds)
        redirects = drive(lambda _at: _starter(house), clients=8, seconds=seconds)
        limit = bare_page(house, clients=8, seconds=min(seconds, 5))
    failed = f"; HỎNG {len(result.failures)}: {result.failures[0]}" if result.failures else ""
    note = f"p50 {result.milliseconds(0.5):.0f} ms, p95 {result.milliseconds(0.95):.0f} ms; gồm cả máy giả lập{failed}"
    return [
        Figure(
            "đăng nhập bằng VNeID, 8 máy trạm (sign-ons)",
            result.rate,
            "lượt/s",
            "Django trống đọc một dòng",
            limit,
            "≥ 20/s",
            result.rate >= 20 and not failed,
            note,
        ),
        Figure(
            "trang chuyển hướng của lượt đó (redirect)",
            redirects.rate,
            "trang/s",
            "Django trống đọc một dòng",
            limit,
            "",
            None,
            f"p95 {redirects.milliseconds(0.95):.0f} ms; hỏng {len(redirects.failures)}",
        ),
    ]


def _open_account(house: Installation) -> None:
    client = Client(house.port)
    if _sign_on(client).endswith(OPEN):
        client.ask("GET", OPEN)
        form = {"phone": "0900000041", "consent": "on", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        answer = client.ask("POST", OPEN, urlencode(form).encode(), FORM)
        if answer.status != 302:
            raise RuntimeError(f"cannot open an account: {answer.status}")


def _signer(house: Installation) -> Round:
    def act(_number: int) -> None:
        client = Client(house.port)
        onward = _sign_on(client)
        client.close()
        if not onward.endswith("/vao/"):
            raise RuntimeError(f"not signed in: {onward}")

    return act


def _starter(house: Installation) -> Round:
    client = Client(house.port)

    def act(_number: int) -> None:
        client.cookies = {}
        if client.ask("GET", START).status != 302:
            raise RuntimeError("no redirect")

    return act


def _sign_on(client: Client) -> str:
    """Go to the stand-in, choose a person, come back; return where the house sends the browser then."""
    asked = _location(client.ask("GET", START).head)
    parts = urlsplit(asked)
    stand_in = http.client.HTTPConnection(parts.netloc, timeout=30)
    form = urlencode({"who": PERSON, "level": "2", "act": "allow"})
    stand_in.request("POST", f"{parts.path}?{parts.query}", form, {"Content-Type": FORM})
    back = urlsplit(stand_in.getresponse().headers["Location"])
    stand_in.close()
    return _location(client.ask("GET", f"{back.path}?{back.query}").head)


def _location(head: bytes) -> str:
    lines = [line for line in head.split(b"\r\n") if line.lower().startswith(b"location:")]
    if not lines:
        raise RuntimeError(f"no redirect: {head[:60]!r}")
    return lines[0].split(b":", 1)[1].strip().decode()
