"""The portal behind an LGSP, with the token model several provinces use.

Header `lgspaccesstoken` is base64 of a JSON object of the five keys; `POST <url>/token` with
`grant_type=client_credentials` gives the Bearer token; each call carries both. Nothing that was sent or answered is
written into an error or a log: only the service, the HTTP status and the portal's own code.
"""

import base64
import json
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from django.conf import settings

from tinhso.government.national.data import Connection
from tinhso.government.national.ports import NotArrived, Refused, Unanswered

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 10.0
MAX_ANSWER: Final = 4 * 1024 * 1024
PARTS: Final = ("AccessKey", "SecretKey", "AppName", "PartnerCode", "PartnerCodeCus")
SIMULATED: Final = ("minh-hoa:minh-hoa", "TinhSo:H61:H61")
_NO_FILE: Final = frozenset({400, 404, 410})
_TURNED_AWAY: Final = frozenset({401, 403, 404, 413, 425, 429, 502, 503})
"""Answers of the way there (gateway, LGSP): the portal has not taken it. With 408 and 504 it may have."""


def connection() -> Connection:
    """Tell how this installation reaches the portal."""
    if settings.NATIONAL_URL:
        return Connection.PORTAL
    return Connection.SIMULATOR if settings.SIMULATORS else Connection.NONE


def portal() -> "LgspPortal | None":
    """Return the portal as the settings name it; None when it is not connected."""
    if settings.NATIONAL_URL:
        return _portal(settings.NATIONAL_URL, settings.NATIONAL_KEY, settings.NATIONAL_PARTNER)
    if settings.SIMULATORS:
        return _portal(f"{settings.SIMULATORS}/national-portal", *SIMULATED)
    return None


_open: list["LgspPortal"] = []


@lru_cache(maxsize=4)
def _portal(url: str, key: str, partner: str) -> "LgspPortal":
    _open.append(LgspPortal(url, key=key, partner=partner, connections=settings.NATIONAL_CONNECTIONS))
    return _open[-1]


def disconnect() -> None:
    """Close every connection of this process; the next call opens its own."""
    while _open:
        _open.pop().close()
    _portal.cache_clear()


class LgspPortal:
    """The exchange over HTTP, for any number of threads; at most `connections` are open at a time."""

    def __init__(self, url: str, *, key: str, partner: str, connections: int = 4) -> None:
        import httpx

        access, _, secret = key.partition(":")
        names = [*partner.split(":"), "", "", ""][:3]
        keys = json.dumps(dict(zip(PARTS, (access, secret, *names), strict=True)))
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/",
            headers={"lgspaccesstoken": base64.b64encode(keys.encode()).decode()},
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            trust_env=False,
        )
        self._lock = threading.Lock()
        self._token = ""

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def put_dossier(self, payload: Mapping[str, Any], *, key: str) -> None:
        """DongBoHoSoMC."""
        self._call("DongBoHoSoMC", payload, key=key)

    def put_progress(self, payload: Mapping[str, Any], *, key: str) -> None:
        """CapNhatTienDoHoSoMC."""
        self._call("CapNhatTienDoHoSoMC", payload, key=key)

    def look_up(self, codes: Sequence[str], *, with_steps: bool = False) -> list[dict[str, Any]]:
        """TraCuuHoSo of named dossiers."""
        return _rows(self._call("TraCuuHoSo", {"DanhSachMaHoSo": list(codes), "TienDo": with_steps}), "DanhSachHoSo")

    def list_dossiers(self, *, after: str, size: int) -> tuple[list[dict[str, Any]], str]:
        """TraCuuHoSo by pages."""
        answer = self._call("TraCuuHoSo", {"SauMaHoSo": after, "SoBanGhi": size})
        return _rows(answer, "DanhSachHoSo"), str(answer.get("TiepTheo") or "")[:100]

    def list_procedures(self) -> list[dict[str, Any]]:
        """LayDanhSachTTHC."""
        return _rows(self._call("LayDanhSachTTHC", {}), "DanhSachTTHC")

    def get_procedure(self, code: str) -> dict[str, Any]:
        """LayThuTuc."""
        found = self._call("LayThuTuc", {"MaTTHC": code}).get("ThuTuc")
        if not isinstance(found, dict):
            raise Unanswered("LayThuTuc: không có ThuTuc")
        return found

    def list_agencies(self) -> list[dict[str, Any]]:
        """LayDanhMucCoQuan."""
        return _rows(self._call("LayDanhMucCoQuan", {}), "DanhSachCoQuan")

    def list_fields(self) -> list[dict[str, Any]]:
        """LayDanhMucLinhVuc."""
        return _rows(self._call("LayDanhMucLinhVuc", {}), "DanhSachLinhVuc")

    def list_filings(self, *, mark: str, size: int) -> tuple[list[dict[str, Any]], str]:
        """LayHoSo."""
        answer = self._call("LayHoSo", {"Moc": mark, "SoBanGhi": size})
        return _rows(answer, "DanhSachHoSo"), str(answer.get("Moc") or mark)[:100]

    def confirm_filing(self, *, external_code: str, code: str, key: str) -> None:
        """XacNhanHoSo."""
        self._call("XacNhanHoSo", {"MaHoSoQuocGia": external_code, "MaHoSo": code}, key=key)

    def fetch_file(self, path: str, *, limit: int) -> bytes:
        """Return a file by its id at the portal; whatever address it names, only the portal is asked."""
        import httpx

        address = f"TaiTep/{quote(path.rsplit('/', 1)[-1][:100], safe='')}"
        try:
            with self._client.stream("GET", address, headers=self._bearer()) as answer:
                if answer.status_code in _NO_FILE:
                    raise Refused(f"HTTP_{answer.status_code}", "Cổng quốc gia không có tệp này.")
                if answer.status_code != HTTPStatus.OK:
                    raise NotArrived(f"TaiTep: HTTP {answer.status_code}")
                return _whole_file(answer, limit)
        except httpx.HTTPError as error:
            raise NotArrived(f"TaiTep: {type(error).__name__}") from error

    def _call(self, service: str, body: Mapping[str, Any], *, key: str = "") -> dict[str, Any]:
        """Ask once; with a fresh token once more when the old one has run out."""
        answer = self._post(service, body, key=key)
        if answer[0] == HTTPStatus.UNAUTHORIZED:
            self._token = ""
            answer = self._post(service, body, key=key)
        return _read(service, *answer)

    def _post(self, service: str, body: Mapping[str, Any], *, key: str) -> tuple[int, bytes]:
        import httpx

        headers = self._bearer()
        if key:
            headers["Idempotency-Key"] = key
        try:
            with self._client.stream("POST", service, json=dict(body), headers=headers) as answer:
                return answer.status_code, _bounded(answer, MAX_ANSWER)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotArrived(f"{service}: {type(error).__name__}") from error
        except httpx.HTTPError as error:
            raise Unanswered(f"{service}: {type(error).__name__}") from error

    def _bearer(self) -> dict[str, str]:
        with self._lock:
            self._token = self._token or self._fetch_token()
            return {"Authorization": f"Bearer {self._token}"}

    def _fetch_token(self) -> str:
        import httpx

        try:
            answer = self._client.post("token", data={"grant_type": "client_credentials"})
            token = answer.json()["access_token"] if answer.status_code == HTTPStatus.OK else ""
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise NotArrived(f"token: {type(error).__name__}") from error
        if not isinstance(token, str) or not token.isascii() or not 0 < len(token) <= 4096:
            raise NotArrived(f"token: HTTP {answer.status_code}")
        return token


def _whole_file(answer: "httpx.Response", limit: int) -> bytes:
    try:
        return _bounded(answer, limit)
    except Unanswered:
        raise Refused("TEP_QUA_LON", f"Tệp lớn hơn {limit} byte nên không nhận.") from None


def _bounded(answer: "httpx.Response", limit: int) -> bytes:
    """Return the body. Raises Unanswered past `limit`: nobody fills our memory."""
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > limit:
            raise Unanswered(f"câu trả lời dài hơn {limit} byte")
    return bytes(content)


def _read(service: str, status: int, content: bytes) -> dict[str, Any]:
    if status in _TURNED_AWAY:
        raise NotArrived(f"{service}: HTTP {status}")
    try:
        answer = json.loads(content) if status == HTTPStatus.OK else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Unanswered(f"{service}: HTTP {status}, không đọc được câu trả lời")
    if str(answer.get("KetQua")) != "1":
        raise Refused(str(answer.get("MaLoi") or "KHONG_RO")[:40], str(answer.get("ThongBao") or "")[:300])
    return answer


def _rows(answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = answer.get(name)
    if not isinstance(rows, list):
        raise Unanswered(f"thiếu {name}")
    return [row for row in rows if isinstance(row, dict)]
