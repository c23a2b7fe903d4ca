"""What the demonstration authority answers a second, beside an empty page of its server and a bare signature."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.installation import free_port
from benchmarks.load import Round, drive

OCSP = {"Content-Type": "application/ocsp-request"}
STAMP = {"Content-Type": "application/timestamp-query"}
CERTIFICATES = 50
CLIENTS = 4


def run(*, small: bool = False) -> list[Figure]:
    """Return answers a second over HTTP with four clients on the same machine."""
    seconds = 1.0 if small else 4.0
    with _authority() as port:
        plain, with_nonce = _questions(port)
        empty = drive(lambda _at: _asker(port, "GET", "/", [b""], {}), clients=CLIENTS, seconds=seconds)
        kept = drive(lambda _at: _asker(port, "POST", "/authority/ocsp", plain, OCSP), clients=CLIENTS, seconds=seconds)
        live = drive(
            lambda _at: _asker(port, "POST", "/authority/ocsp", with_nonce, OCSP), clients=CLIENTS, seconds=seconds
        )
        stamps = drive(
            lambda _at: _asker(port, "POST", "/authority/tsa", [_stamp()], STAMP), clients=CLIENTS, seconds=seconds
        )
    said = f"p95 {kept.milliseconds(0.95):.1f} ms; hỏng {len(kept.failures)}"
    page = "trang trống, cùng máy chủ"
    return [
        Figure(
            "OCSP làm sẵn (pre-produced)",
            kept.rate,
            "trả lời/s",
            page,
            empty.rate,
            "≥ 1.000/s",
            kept.rate >= 1000,
            said,
        ),
        Figure(
            "OCSP có nonce (signed each)", live.rate, "trả lời/s", page, empty.rate, note=f"hỏng {len(live.failures)}"
        ),
        Figure("dấu thời gian RFC 3161 (time-stamps)", stamps.rate, "dấu/s", "ký RSA-2048 thô", _raw_rsa(seconds / 4)),
    ]


@contextmanager
def _authority() -> Iterator[int]:
    """Serve the simulators alone, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, "-m", "tinhso.simulators", "--port", str(port), "--data", folder]
        environment = {key: value for key, value in os.environ.items() if key != "TINHSO_DEMO_AUTHORITY"}
        process = subprocess.Popen(command, env=environment | {"PYTHONPATH": str(_source())})
        try:
            _wait(port, until=time.monotonic() + 30)
            yield port
        finally:
            process.terminate()
            process.wait()


def _source() -> Path:
    return Path(__file__).resolve().parents[1] / "src"


def _wait(port: int, *, until: float) -> None:
    while True:
        try:
            _ask(port, "GET", "/")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _ask(port: int, method: str, path: str, body: bytes | None = None) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body)
    answer = connection.getresponse().read()
    connection.close()
    return answer


def _questions(port: int) -> tuple[list[bytes], list[bytes]]:
    """Return questions about fresh certificates, without and with a nonce."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import ocsp

    plain, with_nonce = [], []
    for number in range(CERTIFICATES):
        made = json.loads(
            _ask(port, "POST", "/authority/_control/issue", json.dumps({"name": f"Thử {number}"}).encode())
        )
        certificate, issuer = (
            x509.load_pem_x509_certificate(pem.encode()) for pem in (made["certificate"], made["chain"][0])
        )
        builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303
        plain.append(builder.build().public_bytes(Encoding.DER))
        nonce = x509.OCSPNonce(os.urandom(32))
        with_nonce.append(builder.add_extension(nonce, critical=False).build().public_bytes(Encoding.DER))
    return plain, with_nonce


def _stamp() -> bytes:
    from asn1crypto import tsp

    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": os.urandom(32)}
    asked: bytes = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True}).dump()
    return asked


def _asker(port: int, method: str, path: str, bodies: list[bytes], headers: dict[str, str]) -> Round:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def act(number: int) -> None:
        connection.request(method, path, bodies[number % len(bodies)], headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    return act


def _raw_rsa(seconds: float) -> float:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    key = rsa.generate_private_key(65537, 2048)
    began, made = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        key.sign(b"dau thoi gian", padding.PKCS1v15(), hashes.SHA256())
        made += 1
    return made / (time.perf_counter() - began)
