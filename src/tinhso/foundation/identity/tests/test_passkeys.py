"""Passkeys, with an authenticator made of software: a P-256 key that answers as the standard says."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from tinhso.foundation.identity.testing import PASSWORD

ORIGIN = "http://localhost"
SETUP, FACTOR = "/xac-thuc-hai-lop/khoa-truy-cap/", "/xac-thuc-hai-lop/"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Device:
    """A telephone that holds one passkey."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: urandom(16))
    count: int = 0

    def create(self, asked, origin=ORIGIN):
        client = self._client("webauthn.create", asked, origin)
        held = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(sha256(b"localhost").digest(), FLAGS | AuthenticatorData.FLAG.AT, 0, held)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(client, attestationObject=bytes(attestation))

    def get(self, asked, origin=ORIGIN):
        self.count += 1
        client = self._client("webauthn.get", asked, origin)
        data = AuthenticatorData.create(sha256(b"localhost").digest(), FLAGS, self.count)
        signature = self.key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(client, authenticatorData=bytes(data), signature=signature)

    def _client(self, kind, asked, origin):
        said = {"type": kind, "challenge": asked["publicKey"]["challenge"], "origin": origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, client, **parts):
        response = {"clientDataJSON": websafe_encode(client)} | {k: websafe_encode(v) for k, v in parts.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )


def browser():
    return Client(HTTP_HOST="localhost")


def asked_on(page):
    start = page.content.decode().split('<script id="passkey-options" type="application/json">')[1]
    return json.loads(start.split("</script>")[0])


def sign_in(client):
    return client.post("/dang-nhap/", {"number": "A-MC", "password": PASSWORD})


@pytest.fixture
def device(binh):
    """An officer's device, enrolled at the first sign-in."""
    client, made = browser(), Device()
    assert sign_in(client).url == "/xac-thuc-hai-lop/thiet-lap/"
    done = client.post(SETUP, {"credential": made.create(asked_on(client.get(SETUP))), "name": "Điện thoại"})
    assert "mã dự phòng" in done.content.decode()
    assert "Điện thoại" in client.get("/tai-khoan/").content.decode()
    return made


def test_an_officer_signs_in_with_a_passkey(device):
    client = browser()
    assert sign_in(client).url == FACTOR

    answer = client.post(FACTOR, {"credential": device.get(asked_on(client.get(FACTOR)))})

    assert answer.status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def another_key(device, client):
    return Device(id=device.id).get(asked_on(client.get(FACTOR)))


def an_old_challenge(device, client):
    old = asked_on(client.get(FACTOR))
    client.get(FACTOR)
    return device.get(old)


def another_site(device, client):
    return device.get(asked_on(client.get(FACTOR)), origin="https://xau.example")


def nonsense(_device, _client):
    return "[]"


@pytest.mark.parametrize("forge", [another_key, an_old_challenge, another_site, nonsense])
def test_a_forged_answer_is_refused(device, forge):
    client = browser()
    sign_in(client)

    answer = client.post(FACTOR, {"credential": forge(device, client)})

    assert answer.status_code == 422
    assert "Không xác thực được khóa truy cập" in answer.content.decode()
    assert client.get("/tai-khoan/").status_code == 302


def test_a_passkey_from_another_site_cannot_be_added(binh):
    client = browser()
    sign_in(client)

    page = client.post(
        SETUP, {"credential": Device().create(asked_on(client.get(SETUP)), origin="https://xau.example")}
    )

    assert page.status_code == 422
    assert "Thử lại" in page.content.decode()


def test_strangers_are_sent_to_sign_in(db):
    assert browser().get(SETUP).url == "/dang-nhap/"
