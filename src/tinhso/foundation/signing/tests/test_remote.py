"""Remote signing as a client of the CSC API, tried against an independent server."""

import base64
import json
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from django.db import transaction

from tinhso.foundation.signing import public, rules
from tinhso.foundation.signing.adapters import csc_wire, remote
from tinhso.foundation.signing.adapters.remote import RemoteKeys
from tinhso.foundation.signing.public import Appearance, Consent, KeyKind, KeyPlace, KeyUnreachable
from tinhso.foundation.signing.testing import make_authority, make_certificate, make_paper
from tinhso.foundation.signing.tests.csc_server import csc_server
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.ids import uuid7

DIGEST = sha256(b"van ban").digest()
SEAL, LEADER = "csc:may-chu/province/seal", "csc:may-chu/province/leader"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with csc_server(tmp_path_factory.mktemp("csc")) as (url, _process):
        yield url


@pytest.fixture
def keys(address):
    held = RemoteKeys({"may-chu": address})
    yield held
    held.close()


@pytest.mark.parametrize("ref", [SEAL, LEADER])
def test_a_remote_key_signs_digests_that_its_certificate_verifies(keys, ref):
    digests = [sha256(str(n).encode()).digest() for n in range(25)]  # more than one authorisation of this server takes

    made = keys.sign_digests(ref, digests, digest_algorithm="sha256")

    chain = keys.certificate_chain(ref)
    assert len(chain) == 2
    assert rules.all_hold(load_der_x509_certificate(chain[0]), digests, made, "sha256")


def test_the_credentials_of_a_service_are_listed(keys):
    assert {one.ref for one in keys.list_keys("may-chu")} >= {SEAL, LEADER}


@pytest.mark.django_db(transaction=True)
def test_a_key_far_away_does_not_sign_while_a_transaction_holds_rows(keys):
    with transaction.atomic(), pytest.raises(KeyUnreachable, match="Chữ ký số của tôi"):
        keys.sign_digest(SEAL, DIGEST, digest_algorithm="sha256")
    assert keys.sign_digest(SEAL, DIGEST, digest_algorithm="sha256")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ref", [SEAL, LEADER])
def test_a_paper_is_signed_far_away_and_holds(keys, ref, monkeypatch, address, settings):
    settings.SIGNING_REMOTE = [f"may-chu={address}"]
    remote.remote_keys.cache_clear()
    info = public.register_key(
        SYSTEM, holder_id=uuid7(), place=KeyPlace(KeyKind.REMOTE, ref, keys.certificate_chain(ref)), now=clock.now()
    )

    signed = public.sign_pdf(make_paper("leader"), key_ref=info.ref, appearance=Appearance("leader", "UBND xã"))

    verdict = public.verify_pdf(signed.data)
    remote.remote_keys().close()
    remote.remote_keys.cache_clear()
    assert verdict.covers_whole_document
    assert not verdict.changed_after
    assert verdict.state != "invalid"


def test_an_unknown_service_credential_and_a_silent_one_are_said_so(keys):
    with pytest.raises(KeyUnreachable, match="TINHSO_SIGNING_REMOTE"):
        keys.sign_digest("csc:khac/province/seal", DIGEST, digest_algorithm="sha256")
    with pytest.raises(KeyUnreachable, match="từ chối"):
        keys.sign_digest("csc:may-chu/province/nobody", DIGEST, digest_algorithm="sha256")
    with pytest.raises(KeyUnreachable, match="chưa trả lời"):
        nowhere = RemoteKeys({"tat": "http://127.0.0.1:9/csc/v2"})
        try:
            nowhere.sign_digest("csc:tat/x", DIGEST, digest_algorithm="sha256")
        finally:
            nowhere.close()


class Peer(BaseHTTPRequestHandler):
    """A server of version 2 with a mind of its own: what it answers stands in `said`, what it was asked in `heard`."""

    said: ClassVar[dict[str, object]] = {}
    heard: ClassVar[list[object]] = []

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        method = self.path.removeprefix("/csc/v2/")
        body = json.loads(raw) if raw.startswith(b"{") else raw.decode()
        self.heard.append((method, body, self.headers.get("Authorization", "")))
        answer = self.said.get(method, {})
        status, answer = answer(body) if callable(answer) else (200, answer)
        out = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    def log_message(self, *_args):
        pass


@pytest.fixture
def peer(tmp_path, settings):
    """A second version's peer with a P-256 credential that asks PIN and OTP, behind client credentials."""
    authority, private = make_authority(), ec.generate_private_key(ec.SECP256R1())
    chain = [make_certificate(private.public_key(), authority=authority), authority[1]]
    Peer.heard = []
    Peer.said = {
        "info": {"specs": "2.0.0.2", "authType": ["oauth2client"]},
        "oauth2/token": {"access_token": "ve-1", "expires_in": 300},
        "credentials/info": {
            "key": {"status": "enabled"},
            "cert": {"certificates": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain]},
            "auth": {"mode": "explicit", "objects": [{"type": "Password", "id": "PIN"}, {"type": "OTP", "id": "OTP"}]},
            "multisign": 3,
        },
        "credentials/authorize": {"SAD": "mot-lan", "expiresIn": 300},
        "signatures/signHash": lambda body: (200, {"signatures": [sign(private, one) for one in body["hashes"]]}),
    }
    settings.SIGNING_SECRETS = str(tmp_path)
    secret = tmp_path / "remote-tinh"
    secret.write_text("ma:bi-mat")
    secret.chmod(0o600)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    held = RemoteKeys({"tinh": f"http://127.0.0.1:{server.server_port}/csc/v2"})
    yield held, private
    held.close()
    server.shutdown()
    server.server_close()


def sign(private, text, *, raw=False):
    made = private.sign(base64.b64decode(text), ec.ECDSA(Prehashed(SHA256())))
    if raw:
        r, s = decode_dss_signature(made)
        made = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return base64.b64encode(made).decode()


CONSENT = Consent(pin="1234", otp="999111")
REF = "csc:tinh/khoa%201"


def test_one_consent_authorises_a_batch_by_its_hashes_alone(peer):
    keys, _private = peer
    digests = [sha256(str(n).encode()).digest() for n in range(3)]

    assert len(keys.sign_digests(REF, digests, digest_algorithm="sha256", consent=CONSENT)) == 3

    asked = {method: body for method, body, _token in Peer.heard}
    hashes = [base64.b64encode(one).decode() for one in digests]
    assert asked["credentials/authorize"] == {
        "credentialID": "khoa 1",
        "numSignatures": 3,
        "hashes": hashes,
        "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
        "authData": [{"id": "OTP", "value": "999111"}, {"id": "PIN", "value": "1234"}],
    }
    assert asked["signatures/signHash"]["SAD"] == "mot-lan"
    assert "client_secret=bi-mat" in asked["oauth2/token"]
    assert {token for method, _b, token in Peer.heard if method.startswith(("cred", "sign"))} == {"Bearer ve-1"}


def test_a_key_that_asks_its_holder_does_not_sign_without_and_one_code_is_not_stretched_over_two_batches(peer):
    keys, _private = peer
    with pytest.raises(public.ConsentNeeded):
        keys.sign_digest(REF, DIGEST, digest_algorithm="sha256")
    with pytest.raises(public.ConsentNeeded, match="3 văn bản"):
        keys.sign_digests(REF, [DIGEST] * 4, digest_algorithm="sha256", consent=CONSENT)


def test_a_wrong_code_is_the_holders_matter_and_not_an_outage(peer):
    keys, _private = peer
    Peer.said["credentials/authorize"] = lambda _body: (400, {"error": "invalid_otp"})

    with pytest.raises(public.ConsentRefused):
        keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)


def test_a_holder_asked_on_the_telephone_is_waited_for(peer, monkeypatch):
    keys, _private = peer
    monkeypatch.setattr(csc_wire, "PAUSE", 0.01)
    asked = []
    Peer.said["credentials/authorize"] = {"handle": "h1"}
    Peer.said["credentials/authorizeCheck"] = lambda body: (
        asked.append(body["handle"]) or (200, {"SAD": "xong"} if len(asked) == 3 else {"handle": "h1"})
    )

    assert keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)
    assert asked == ["h1"] * 3


def test_an_ended_access_token_is_fetched_anew_once(peer):
    keys, private = peer
    tries = []

    def signed(body):
        tries.append(1)
        return (
            (401, {"error": "invalid_token"})
            if len(tries) == 1
            else (200, {"signatures": [sign(private, body["hashes"][0])]})
        )

    Peer.said["signatures/signHash"] = signed
    assert keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)
    assert sum(method == "oauth2/token" for method, _b, _t in Peer.heard) == 2


def test_signatures_side_by_side_become_der(peer):
    keys, private = peer
    Peer.said["signatures/signHash"] = lambda body: (200, {"signatures": [sign(private, body["hashes"][0], raw=True)]})

    (made,) = keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)

    private.public_key().verify(made, DIGEST, ec.ECDSA(Prehashed(SHA256())))


@pytest.mark.parametrize(
    "said",
    [
        {"signatures": [base64.b64encode(b"\x30\x06\x02\x01\x01\x02\x01\x01").decode()]},
        {"signatures": []},
        {"signatures": ["không phải base64"]},
    ],
)
def test_a_signature_that_is_none_of_that_key_is_never_used(peer, said):
    keys, _private = peer
    Peer.said["signatures/signHash"] = said

    with pytest.raises(public.SignatureMismatch):
        keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)


@pytest.mark.parametrize("said", [b"<html>", b"[1]", b'{"x": "' + b"a" * (3 * 1024 * 1024) + b'"}', {"signatures": 5}])
def test_what_is_no_answer_of_the_standard_is_an_outage(peer, said):
    keys, _private = peer
    Peer.said["signatures/signHash"] = said

    with pytest.raises(KeyUnreachable):
        keys.sign_digests(REF, [DIGEST], digest_algorithm="sha256", consent=CONSENT)


def test_nothing_a_holder_gave_can_be_read_from_what_is_printed():
    assert "1234" not in repr(CONSENT)
    assert "999111" not in repr(CONSENT)
