"""Signatures a second of each kind of key, beside the raw operation of the same key in the same run."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

DIGEST = sha256(b"van ban").digest()
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


def run(*, small: bool = False) -> list[Figure]:
    """Return the figures of key files and, where SoftHSM is installed, of tokens; a remote key is its service's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    import django

    django.setup()
    seconds = 0.3 if small else 2.0
    with tempfile.TemporaryDirectory(prefix="tinhso-keys-") as folder:
        figures = [_software(Path(folder), kind, seconds) for kind in ("P-256", "RSA-2048")]
        if MODULE.exists() and shutil.which("softhsm2-util"):
            figures += _token(Path(folder), seconds)
    return figures


def _rate(act: Callable[[], Any], seconds: float) -> float:
    act()
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        act()
        count += 1
    return count / (time.perf_counter() - began)


def _figure(name: str, value: float, raw: float) -> Figure:
    return Figure(name, value, "chữ ký/s/lõi", "cùng khóa, thao tác thô", raw, "≥ 0.7 của thô", value >= 0.7 * raw)


def _software(folder: Path, kind: str, seconds: float) -> Figure:
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256

    from tinhso.foundation.signing.adapters.software import SoftwareKeys
    from tinhso.foundation.signing.testing import make_certificate

    how = Prehashed(SHA256())
    keys = SoftwareKeys(folder / kind)
    if kind == "P-256":
        curve = ec.generate_private_key(ec.SECP256R1())
        keys.store("do-toc-do", curve, (make_certificate(curve.public_key()),))
        raw = _rate(lambda: curve.sign(DIGEST, ec.ECDSA(how)), seconds)
    else:
        modulus = rsa.generate_private_key(65537, 2048)
        keys.store("do-toc-do", modulus, (make_certificate(modulus.public_key()),))
        raw = _rate(lambda: modulus.sign(DIGEST, padding.PKCS1v15(), how), seconds)
    value = _rate(lambda: keys.sign_digest("do-toc-do", DIGEST, digest_algorithm="sha256"), seconds)
    return _figure(f"khóa trong tệp, {kind}", value, raw)


def _token(folder: Path, seconds: float) -> list[Figure]:
    os.environ["SOFTHSM2_CONF"] = str(folder / "hsm" / "softhsm2.conf")
    from django.test.utils import override_settings

    from tinhso.foundation.signing.adapters.pkcs11 import TokenKeys, _signed, place_of, ref_of
    from tinhso.foundation.signing.testing import PIN, make_token

    secret = folder / "pin-Do"
    secret.write_text(PIN)
    secret.chmod(0o600)
    found = []
    with override_settings(SIGNING_SECRETS=str(folder)):
        make_token(folder / "hsm", "Do")
        keys = TokenKeys(str(MODULE))
        for kind, place in (("P-256", b"\1"), ("RSA-2048", b"\2")):
            ref = ref_of("Do", place)
            value = _rate(lambda ref=ref: keys.sign_digest(ref, DIGEST, digest_algorithm="sha256"), seconds)  # type: ignore[misc]
            bare = keys._held["Do"].keys[place_of(ref)]  # noqa: SLF001 - the raw operation of the same session
            raw = _rate(lambda bare=bare: _signed(bare, DIGEST, "sha256"), seconds)  # type: ignore[misc]
            found.append(_figure(f"khóa trong SoftHSM, {kind}", value, raw))
        keys.close()
    return found
