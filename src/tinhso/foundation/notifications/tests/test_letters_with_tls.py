"""Letters handed in over a protected connection, to a server that asks who we are."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from tinhso.foundation.notifications.data import DeliveryState
from tinhso.foundation.notifications.rules.pauses import PAUSES
from tinhso.foundation.notifications.sending import deliver
from tinhso.foundation.notifications.testing import NOON, mail_server, make_delivery


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for 127.0.0.1 and the context of a server that shows it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


def signed_in_as(user: str, password: str):
    auth_result = pytest.importorskip("aiosmtpd.smtp").AuthResult

    def check(_server, _session, _envelope, _mechanism, given):
        return auth_result(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return check


def test_starttls_and_sign_in_with_a_trusted_certificate(reachable, settings, tmp_path, monkeypatch, again, smtp):
    context, public = certificate(tmp_path)
    letter = make_delivery(reachable.account_id)
    check = signed_in_as("tinhso", "p@ss:w/rd")
    with mail_server(tls_context=context, require_starttls=True, auth_required=True, authenticator=check) as box:
        smtp(box.port, "tinhso:wrong@")
        settings.EMAIL_URL += "?tls=starttls"
        deliver(letter.id, now=NOON)
        assert "CERTIFICATE_VERIFY_FAILED" in again(letter).reason

        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        deliver(letter.id, now=NOON + PAUSES[0])
        assert again(letter).reason.startswith("535")
        assert again(letter).state == DeliveryState.QUEUED

        settings.EMAIL_URL = settings.EMAIL_URL.replace("wrong", "p%40ss%3Aw%2Frd")
        deliver(letter.id, now=again(letter).next_at)
    assert box.sessions_secured == [True]
    assert again(letter).state == DeliveryState.SENT


def test_starttls_that_is_not_offered_sends_nothing_in_the_open(reachable, settings, again, smtp):
    letter = make_delivery(reachable.account_id)
    with mail_server() as box:
        smtp(box.port)
        settings.EMAIL_URL += "?tls=starttls"
        deliver(letter.id, now=NOON)
    assert (box.got, again(letter).state) == ([], DeliveryState.QUEUED)
