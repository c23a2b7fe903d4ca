"""The wire to one remote signing service: access token, time-outs, answers of bounded size, authorisations waited for.

CSC API v2.0.0.2 (Cloud Signature Consortium); where a service says it speaks version 1 the older names are used.
"""

import json
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import httpx
from django.utils.translation import gettext as _

from tinhso.foundation.signing.adapters import secret_files
from tinhso.foundation.signing.errors import ConsentRefused, KeyUnreachable

MAX_ANSWER: Final = 2 * 1024 * 1024
TIMEOUT: Final = httpx.Timeout(20, connect=5)
WAIT_FOR_HOLDER: Final = 90.0
PAUSE: Final = 1.0
_REFUSALS: Final = frozenset({"invalid_pin", "invalid_otp", "access_denied", "locked_pin"})


@dataclass
class Wire:
    """One service. Safe in several threads: httpx's client is, and the token is changed under a lock."""

    name: str
    base: str
    wait_for_holder: float = WAIT_FOR_HOLDER
    _client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIMEOUT, follow_redirects=False))
    _lock: Lock = field(default_factory=Lock)
    _info: dict[str, Any] = field(default_factory=dict)
    _token: str = ""
    _until: float = 0.0

    def call(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a call. Raises KeyUnreachable, ConsentRefused where the holder's word was wrong."""
        status, answer = self._post(f"{self.base}/{method}", body, self._bearer())
        if status == httpx.codes.UNAUTHORIZED and self._token:
            self._token = ""  # ended before its time: once more with a fresh one
            status, answer = self._post(f"{self.base}/{method}", body, self._bearer())
        if status in {httpx.codes.OK, httpx.codes.ACCEPTED}:
            return answer
        if str(answer.get("error", "")).lower() in _REFUSALS:
            raise ConsentRefused
        raise KeyUnreachable(
            _("Dịch vụ ký số từ xa «%(name)s» từ chối (%(status)d). Liên hệ quản trị hệ thống.")
            % {"name": self.name, "status": status}
        )

    def authorize(self, credential_id: str, hashes: list[str], algorithm: str, given: dict[str, str]) -> str:
        """Return the signature activation data for these hashes alone, waiting while the holder is asked elsewhere."""
        body: dict[str, Any] = {
            "credentialID": credential_id,
            "numSignatures": len(hashes),
            self.authorised_name: hashes,
        }
        if self.is_first_version:
            body |= given
        else:
            body[self.hash_algorithm_name] = algorithm
            if given:
                body["authData"] = [{"id": name, "value": value} for name, value in given.items()]
        answer = self.call("credentials/authorize", body)
        until = time.monotonic() + self.wait_for_holder
        while not answer.get("SAD") and answer.get("handle"):
            if time.monotonic() > until:
                raise KeyUnreachable(_("Người giữ khóa chưa xác nhận. Nhắc người giữ xác nhận rồi ký lại."))
            time.sleep(PAUSE)
            answer = self.call("credentials/authorizeCheck", {"handle": answer["handle"]})
        if not isinstance(answer.get("SAD"), str):
            raise ConsentRefused
        return str(answer["SAD"])

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    @property
    def is_first_version(self) -> bool:
        """Whether the service speaks version 1."""
        return str(self.info().get("specs", "2")).startswith("1")

    @property
    def authorised_name(self) -> str:
        """How the hashes of an authorisation are called."""
        return "hash" if self.is_first_version else "hashes"

    @property
    def hashes_name(self) -> str:
        """How the hashes to sign are called."""
        return "hash" if self.is_first_version else "hashes"

    @property
    def hash_algorithm_name(self) -> str:
        """How the digest algorithm is called."""
        return "hashAlgo" if self.is_first_version else "hashAlgorithmOID"

    def info(self) -> dict[str, Any]:
        """Return what the service says of itself, asked once."""
        if not self._info:
            status, answer = self._post(f"{self.base}/info", {}, {})
            if status != httpx.codes.OK:
                raise KeyUnreachable
            self._info = answer
        return self._info

    def _bearer(self) -> dict[str, str]:
        """Return the header of our access token (OAuth 2.0, client credentials); none where none is asked for."""
        if "oauth2client" not in (self.info().get("authType") or ()):
            return {}
        with self._lock:
            if not self._token or time.monotonic() > self._until:
                self._fetch_token()
            return {"Authorization": f"Bearer {self._token}"}

    def _fetch_token(self) -> None:
        client, _colon, secret = secret_files.read(secret_files.file_of(f"remote-{self.name}")).partition(":")
        place = str(self.info().get("oauth2") or self.base).rstrip("/")
        asked = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        status, answer = self._send(f"{place}/oauth2/token", data=asked)
        lasts = answer.get("expires_in", 300)
        if status != httpx.codes.OK or not isinstance(answer.get("access_token"), str):
            raise KeyUnreachable(
                _("Dịch vụ ký số từ xa «%(name)s» không nhận mã kết nối. Kiểm tra tệp bí mật remote-%(name)s.")
                % {"name": self.name}
            )
        self._token = answer["access_token"]
        self._until = time.monotonic() + max(0, (lasts if isinstance(lasts, int) else 300) - 30)

    def _post(self, url: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        return self._send(url, json=body, headers=headers)

    def _send(self, url: str, **given: Any) -> tuple[int, dict[str, Any]]:
        try:
            with self._client.stream("POST", url, **given) as response:
                held = b""
                for part in response.iter_bytes():
                    held += part
                    if len(held) > MAX_ANSWER:
                        raise KeyUnreachable
                status = response.status_code
        except httpx.HTTPError:
            raise KeyUnreachable(
                _("Dịch vụ ký số từ xa «%(name)s» chưa trả lời. Thử lại sau ít phút.") % {"name": self.name}
            ) from None
        try:
            read = json.loads(held or b"{}")
        except ValueError:
            read = {}
        return status, read if isinstance(read, dict) else {}
