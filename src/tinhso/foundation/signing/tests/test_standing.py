"""What a certificate is worth, as the authority says it over HTTP."""

import asyncio
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tinhso.foundation.signing.models import CertificateStatus, SigningKey, StatusSource
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.foundation.signing.trust import standing
from tinhso.foundation.signing.trust.data import Evidence, StandingState
from tinhso.foundation.signing.trust.standing import evidence_for
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db

NO_WAIT = timedelta(0)


def ask(one, *, at=None, fresh=NO_WAIT, **more):
    """What is the certificate worth, asked anew."""
    return standing.standing_of(
        one.certificate, others=one.chain, at=at, now=clock.now(), ask=True, fresh=fresh, **more
    )


def test_a_good_certificate_is_good_and_the_responder_is_named(authority):
    found = ask(authority.issue())

    assert (found.state, found.source, found.trust) == ("good", "ocsp", "demo")
    assert "còn hiệu lực" in found.sentence
    assert abs(found.checked_at - clock.now()) < timedelta(minutes=2)


def test_a_key_of_the_house_needs_no_chain_beside_it(authority):
    pem = SigningKey.objects.get(id=make_demo_key().id).certificate

    assert standing.standing_of(pem, now=clock.now(), ask=True).state == "good"


def test_revoked_is_told_with_moment_and_reason_and_good_before_it(authority):
    one = authority.issue()
    yesterday = clock.now() - timedelta(days=1)
    authority.revoke(one.serial, reason="keyCompromise", at=yesterday)

    now, before = ask(one), ask(one, at=yesterday - timedelta(hours=1))

    assert (now.state, now.reason, now.may_sign) == ("revoked", "keyCompromise", False)
    assert abs(now.since - yesterday) < timedelta(seconds=2)
    assert "lộ khóa" in now.sentence
    assert before.state == "good" and "sau này" in before.sentence


def test_suspended_is_told_and_ends_with_the_suspension(authority):
    one = authority.issue()
    authority.suspend(one.serial)
    held = ask(one)
    authority.release(one.serial)

    assert (held.state, held.may_sign) == ("suspended", False)
    assert "tạm dừng" in held.sentence
    assert ask(one).state == "good"


@pytest.mark.parametrize(("profile", "words"), [("expired", "đã hết hạn"), ("future", "chưa có hiệu lực")])
def test_outside_its_dates_it_is_expired_whatever_else(authority, profile, words):
    found = ask(authority.issue(profile))

    assert found.state == "expired" and words in found.sentence


@pytest.mark.parametrize("profile", ["stranger", "self_signed", "by_officer"])
def test_who_is_vouched_for_by_nobody_is_untrusted_and_never_asked_about(authority, profile):
    one = authority.issue(profile)

    assert ask(one).state == "untrusted"
    assert not StatusSource.objects.exists()


def test_an_ended_certificate_is_open_for_a_past_moment_unless_proof_was_kept(authority):
    one = authority.issue("expired")
    moment = clock.now() - timedelta(days=100)

    found = ask(one, at=moment)

    assert found.state == "unknown" and "hết hạn" in found.sentence


@pytest.mark.parametrize(
    "quirk", ["ocsp_down", "ocsp_stale", "ocsp_wrong_signer", "ocsp_wrong_nonce", "ocsp_try_later", "ocsp_other_serial"]
)
def test_a_responder_that_is_away_or_not_believed_is_replaced_by_the_list(authority, quirk):
    one, bad = authority.issue(), authority.issue()
    authority.revoke(bad.serial)
    authority.behave(quirks={quirk: True})

    assert (ask(one).state, ask(one).source) == ("good", "crl")
    assert (ask(bad).state, ask(bad).source) == ("revoked", "crl")
    assert StatusSource.objects.get(kind="ocsp").failures >= 1


def test_an_answer_without_a_nonce_or_an_end_is_believed_while_it_is_young(authority):
    one = authority.issue()
    authority.behave(quirks={"ocsp_no_nonce": True, "ocsp_no_next": True})

    assert (ask(one).state, ask(one).source) == ("good", "ocsp")


@pytest.mark.parametrize("quirk", ["crl_down", "crl_stale", "crl_wrong_signer"])
def test_nobody_believed_means_unknown_with_a_sentence_that_says_what_to_do(authority, quirk):
    one = authority.issue()
    authority.behave(quirks={"ocsp_down": True, quirk: True})

    found = ask(one)

    assert (found.state, found.may_sign) == ("unknown", True)
    assert "Thử lại sau ít phút" in found.sentence


def test_an_endless_answer_is_cut_off(authority):
    one = authority.issue()
    authority.behave(quirks={"huge": 25 * 1024 * 1024})

    assert ask(one).state == "unknown"
    assert StatusSource.objects.get(kind="ocsp").error == "too large"


def test_an_authority_that_is_slow_is_waited_for_once_and_then_rests(authority):
    import time

    one = authority.issue()
    authority.behave(delay=3)
    began = time.monotonic()
    ask(one)
    first = time.monotonic() - began
    began = time.monotonic()
    ask(one)

    assert 2 < first < 11
    assert time.monotonic() - began < 1


def test_what_was_learned_a_moment_ago_is_not_asked_again(authority):
    one = authority.issue()
    ask(one)
    authority.behave(down=True)

    found = ask(one, fresh=timedelta(seconds=30))

    assert found.state == "good"
    assert StatusSource.objects.get(kind="ocsp").failures == 0


def test_a_revoked_issuer_takes_all_it_issued_with_it(authority):
    one = authority.issue()
    issuing = x509.load_pem_x509_certificate(one.chain[0].encode())
    serial = f"{issuing.serial_number:x}"
    authority.suspend(serial)
    try:
        found = ask(one)
    finally:
        authority.release(serial)

    assert found.state == "suspended"
    assert "cơ quan cấp" in found.sentence


def test_proof_kept_while_it_was_good_speaks_for_it_when_nobody_else_does(authority):
    one = authority.issue()
    now = clock.now()
    proof = evidence_for(one.certificate, others=one.chain, at=now, now=now, ask=True)
    CertificateStatus.objects.all().delete()
    StatusSource.objects.all().delete()
    authority.behave(down=True)
    years_later = now + timedelta(days=3 * 365)

    def found(evidence):
        return standing.standing_of(
            one.certificate, others=one.chain, at=now, now=years_later, ask=True, evidence=evidence
        )

    assert found(Evidence()).state == "unknown"
    assert found(proof).state == "good"


def test_foreign_proof_is_not_believed(authority):
    one, other = authority.issue(), authority.issue()
    now = clock.now()
    proof = evidence_for(other.certificate, others=one.chain, at=now, now=now, ask=True)
    CertificateStatus.objects.all().delete()
    StatusSource.objects.all().delete()
    authority.behave(down=True)
    own_list_only = Evidence(proof.certificates, proof.ocsps, ())

    found = standing.standing_of(one.certificate, others=one.chain, now=now, ask=True, evidence=own_list_only)

    assert found.state == "unknown"


def test_what_we_hand_out_for_long_term_signatures_satisfies_another_validator(authority):
    from pyhanko_certvalidator import CertificateValidator, ValidationContext

    one = authority.issue()
    now = clock.now()
    proof = evidence_for(one.certificate, others=one.chain, at=now, now=now, ask=True)
    root = x509.load_pem_x509_certificate(one.chain[-1].encode()).public_bytes(Encoding.DER)
    context = ValidationContext(
        trust_roots=[asn1(root)],
        other_certs=[*map(asn1, proof.certificates)],
        ocsps=proof.ocsps,
        crls=proof.crls,
        revocation_mode="require",
        moment=now,
        time_tolerance=timedelta(minutes=5),
    )
    leaf = x509.load_pem_x509_certificate(one.certificate.encode()).public_bytes(Encoding.DER)

    validator = CertificateValidator(asn1(leaf), validation_context=context)
    path = asyncio.run(validator.async_validate_usage({"non_repudiation"}))

    assert len(proof.certificates) == 2
    assert len(list(path.iter_certs(include_root=True))) == 3


def asn1(der):
    from asn1crypto.x509 import Certificate

    return Certificate.load(der)


def test_no_proof_is_handed_out_for_a_revoked_certificate_or_when_nobody_answers(authority):
    from tinhso.foundation.signing.errors import EvidenceMissing

    one, silent = authority.issue(), authority.issue()
    authority.revoke(one.serial)
    with pytest.raises(EvidenceMissing):
        evidence_for(one.certificate, others=one.chain, at=clock.now(), now=clock.now(), ask=True)
    StatusSource.objects.all().delete()
    authority.behave(down=True)
    with pytest.raises(EvidenceMissing):
        evidence_for(silent.certificate, others=one.chain, at=clock.now(), now=clock.now(), ask=True)


def test_nothing_is_asked_while_a_transaction_is_open(authority):
    one = authority.issue()

    found = standing.standing_of(one.certificate, others=one.chain, now=clock.now())

    assert found.state is StandingState.UNKNOWN
    assert not StatusSource.objects.exists()


def test_an_installation_without_simulators_says_that_nobody_is_connected(authority, settings):
    one = authority.issue()
    settings.SIMULATORS = ""

    found = ask(one)

    assert found.state == "unknown" and "Chưa kết nối" in found.sentence


@pytest.mark.parametrize("junk", ["", "x", b"", b"\x30\x03abc", 7])
def test_what_is_no_certificate_is_refused(junk):
    from tinhso.foundation.signing.errors import CertificateUnreadable

    with pytest.raises(CertificateUnreadable):
        standing.standing_of(junk, now=clock.now(), ask=False)
