"""The demonstration authority, asked over HTTP by OpenSSL."""

import base64
import subprocess
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tinhso.foundation.signing import public
from tinhso.foundation.signing.adapters import demo_authority
from tinhso.foundation.signing.adapters.software import software_keys
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.kernel import clock


@pytest.fixture
def folder(tmp_path, authority):
    for name in ("root", "issuing"):
        with urlopen(f"{authority.url}/{name}.crt", timeout=10) as answer:
            der = answer.read()
        pem = x509.load_der_x509_certificate(der)
        (tmp_path / f"{name}.pem").write_bytes(pem.public_bytes(Encoding.PEM))
    return tmp_path


def openssl(folder, *arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, check=False, cwd=folder, timeout=30)
    return (done.stdout + done.stderr).decode()


def ocsp(folder, authority, pem, *more):
    (folder / "leaf.pem").write_text(pem)
    asked = ("ocsp", "-issuer", "issuing.pem", "-cert", "leaf.pem", "-url", f"{authority.url}/ocsp")
    return openssl(folder, *asked, "-CAfile", "root.pem", *more)


def fetch(url, data=None, **headers):
    with urlopen(Request(url, data, headers), timeout=10) as answer:
        return answer.read()


@pytest.mark.parametrize("digest", ["-sha1", "-sha256"])
def test_the_responder_says_good_revoked_suspended_and_released_to_openssl(folder, authority, digest):
    one = authority.issue()
    (folder / "leaf.pem").write_text(one.certificate)
    asked = ("ocsp", digest, "-issuer", "issuing.pem", "-cert", "leaf.pem", "-url", f"{authority.url}/ocsp")

    def said():
        return openssl(folder, *asked, "-CAfile", "root.pem")

    assert "leaf.pem: good" in said() and "Response verify OK" in said()
    authority.suspend(one.serial)
    assert "leaf.pem: revoked" in said() and "Reason: certificateHold" in said()
    authority.release(one.serial)
    assert "leaf.pem: good" in said()
    authority.revoke(one.serial, reason="keyCompromise")
    assert "leaf.pem: revoked" in said() and "Reason: keyCompromise" in said()
    assert "WARNING: no nonce" not in said()


def test_a_number_never_issued_is_unknown_and_a_key_of_the_house_is_known(db, folder, authority):
    pem = SigningKey.objects.get(id=make_demo_key().id).certificate
    asked = ("ocsp", "-issuer", "issuing.pem", "-serial", "0x1234567", "-url", f"{authority.url}/ocsp")

    assert "leaf.pem: good" in ocsp(folder, authority, pem)
    assert "0x1234567: unknown" in openssl(folder, *asked, "-CAfile", "root.pem")


def test_the_responder_answers_by_get_too(folder, authority):
    one = authority.issue()
    (folder / "leaf.pem").write_text(one.certificate)
    openssl(folder, "ocsp", "-issuer", "issuing.pem", "-cert", "leaf.pem", "-no_nonce", "-reqout", "asked.der")
    asked = quote(base64.b64encode((folder / "asked.der").read_bytes()).decode(), safe="")

    (folder / "answer.der").write_bytes(fetch(f"{authority.url}/ocsp/{asked}"))

    checked = ("ocsp", "-issuer", "issuing.pem", "-cert", "leaf.pem", "-respin", "answer.der", "-CAfile", "root.pem")
    said = openssl(folder, *checked, "-no_nonce")
    assert "leaf.pem: good" in said and "Response verify OK" in said


def test_openssl_reads_the_lists_and_finds_the_revoked_one_in_its_own(folder, authority):
    one, other = authority.issue(), authority.issue()
    authority.revoke(one.serial, reason="affiliationChanged")
    for name in ("root", "issuing"):
        (folder / f"{name}.crl").write_bytes(fetch(f"{authority.url}/{name}.crl"))

    own = openssl(folder, "crl", "-inform", "der", "-in", "issuing.crl", "-CAfile", "issuing.pem", "-noout", "-text")
    root = openssl(folder, "crl", "-inform", "der", "-in", "root.crl", "-CAfile", "root.pem", "-noout", "-text")

    assert "verify OK" in own and "verify OK" in root
    assert one.serial.upper() in own and "Affiliation Changed" in own
    assert other.serial.upper() not in own and one.serial.upper() not in root


def test_a_chain_with_its_lists_passes_openssl_until_it_is_revoked(folder, authority):
    one = authority.issue()
    (folder / "leaf.pem").write_text(one.certificate)

    def said():
        for name in ("root", "issuing"):
            (folder / f"{name}.der").write_bytes(fetch(f"{authority.url}/{name}.crl"))
            openssl(folder, "crl", "-inform", "der", "-in", f"{name}.der", "-out", f"{name}.crl")
        lists = ("-CRLfile", "root.crl", "-CRLfile", "issuing.crl", "-crl_check_all")
        return openssl(folder, "verify", "-CAfile", "root.pem", "-untrusted", "issuing.pem", *lists, "leaf.pem")

    assert "leaf.pem: OK" in said()
    authority.revoke(one.serial)
    assert "certificate revoked" in said()


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_openssl_accepts_a_time_stamp(folder, authority, digest):
    (folder / "paper").write_bytes(b"quyet dinh")
    openssl(folder, "ts", "-query", "-data", "paper", f"-{digest}", "-cert", "-out", "asked.tsq")
    answer = fetch(
        f"{authority.url}/tsa", (folder / "asked.tsq").read_bytes(), **{"Content-Type": "application/timestamp-query"}
    )
    (folder / "answer.tsr").write_bytes(answer)
    verify = ("ts", "-verify", "-in", "answer.tsr", "-CAfile", "root.pem", "-untrusted", "issuing.pem")

    assert "Verification: OK" in openssl(folder, *verify, "-queryfile", "asked.tsq")
    (folder / "paper").write_bytes(b"quyet dinh khac")
    assert "Verification: FAILED" in openssl(folder, *verify, "-data", "paper")


def test_a_time_stamp_is_refused_for_a_weak_digest_and_for_nonsense(folder, authority):
    (folder / "paper").write_bytes(b"quyet dinh")
    openssl(folder, "ts", "-query", "-data", "paper", "-sha1", "-out", "asked.tsq")
    headers = {"Content-Type": "application/timestamp-query"}

    (folder / "weak.tsr").write_bytes(fetch(f"{authority.url}/tsa", (folder / "asked.tsq").read_bytes(), **headers))
    (folder / "odd.tsr").write_bytes(fetch(f"{authority.url}/tsa", b"\x30\x03nonsense", **headers))

    assert "unrecognized or unsupported algorithm" in openssl(folder, "ts", "-reply", "-in", "weak.tsr", "-text")
    assert "data submitted has the wrong format" in openssl(folder, "ts", "-reply", "-in", "odd.tsr", "-text")


def test_what_was_revoked_is_still_revoked_after_a_power_cut(folder, authority, simulators):
    one = authority.issue()
    authority.revoke(one.serial)
    simulators.kill()
    simulators.start()

    assert "leaf.pem: revoked" in ocsp(folder, authority, one.certificate)


def test_an_authority_made_by_an_earlier_version_is_taken_over(db, settings, tmp_path):
    keys = software_keys(tmp_path / "secrets" / "signing")
    settings.DEMO_AUTHORITY = str(tmp_path / "before")
    before = demo_authority.ensure_authority(keys, clock.now())
    for ref, held in zip(demo_authority.FORMER, (before.root, before.issuing), strict=True):
        keys.store(ref, held.private, held.chain)

    settings.DEMO_AUTHORITY = str(tmp_path / "after")
    after = demo_authority.ensure_authority(keys, clock.now())

    assert after.root.chain == before.root.chain
    assert after.issuing.chain == before.issuing.chain


def test_a_key_of_the_house_says_where_its_standing_is_told(db, authority):
    pem = SigningKey.objects.get(id=make_demo_key().id).certificate
    certificate = x509.load_pem_x509_certificate(pem.encode())

    access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert [one.access_location.value for one in access] == [f"{authority.url}/ocsp", f"{authority.url}/issuing.crt"]
    assert points[0].full_name[0].value == f"{authority.url}/issuing.crl"


def test_a_key_of_the_house_lasts_two_years_and_the_authority_ten(db):
    key, root = make_demo_key(), public.ensure_demo_authority()

    assert timedelta(days=729) < key.not_after - datetime.now(UTC) < timedelta(days=731)
    assert root.not_after > key.not_after
