"""An independent CSC server (certomancer-csc-dummy), as a process of its own on a free port."""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tinhso.testing.ports import own_port

CONFIG = """
keysets:
  province:
    path-prefix: keys
    keys:
      root: {path: root.key.pem}
      seal: {path: seal.key.pem}
      leader: {path: leader.key.pem}
pki-architectures:
  province:
    keyset: province
    entity-defaults: {country-name: VN, organization-name: Co quan kiem thu}
    entities:
      root: {common-name: Noi cap kiem thu}
      seal: {common-name: UBND xa Kiem Thu}
      leader: {common-name: Pham Van Thu}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca, params: {max-path-len: 1}}]
      seal:
        subject: seal
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2040-01-01T00:00:00+0000"}
        extensions: [{id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature, non_repudiation]}}]
      leader:
        subject: leader
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2040-01-01T00:00:00+0000"}
        extensions: [{id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature, non_repudiation]}}]
"""


@contextmanager
def csc_server(folder: Path):
    """Yield its address up to /csc/v1; credentials `province/seal` (P-256) and `province/leader` (RSA-2048)."""
    (folder / "keys").mkdir(parents=True)
    for name in ("root", "seal", "leader"):
        key = rsa.generate_private_key(65537, 2048) if name == "leader" else ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "keys" / f"{name}.key.pem").write_bytes(pem)
    (folder / "certomancer.yml").write_text(CONFIG)
    port = own_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "csc_dummy", str(folder / "certomancer.yml"), str(port), "2"],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    base = f"http://localhost:{port}"
    until = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{base}/info", timeout=2)
            break
        except httpx.HTTPError:
            if time.monotonic() > until or process.poll() is not None:
                raise AssertionError((folder / "log").read_text()) from None
            time.sleep(0.1)
    try:
        yield f"{base}/csc/v1", process
    finally:
        process.kill()
        process.wait()
