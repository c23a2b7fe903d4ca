"""Telling a good signature from a bad one."""

import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.signing import public
from tinhso.foundation.signing.module import check_signing
from tinhso.foundation.signing.public import Appearance, KeyState, Trust, VerdictState
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử", location="Xã Minh Họa")


@pytest.fixture
def draft():
    return make_paper("leader")


@pytest.fixture
def signed(draft):
    return public.sign_pdf(draft, key_ref=make_demo_key().ref, appearance=LEADER, reason="Ban hành quyết định").data


def test_a_signed_paper_is_valid_and_says_that_its_certificate_is_a_demonstration(signed):
    verdict = public.verify_pdf(signed)

    assert verdict.state is VerdictState.VALID
    assert verdict.signer == "Phạm Văn Thử"
    assert verdict.trust is Trust.DEMO
    assert verdict.profile == "PAdES-B-B"
    assert verdict.covers_whole_document and not verdict.changed_after
    assert verdict.certificate.startswith("-----BEGIN CERTIFICATE-----")
    assert verdict.signatures[0].reason == "Ban hành quyết định"
    assert verdict.signatures[0].location == "Xã Minh Họa"
    assert any("không có giá trị pháp lý" in sentence for sentence in verdict.sentences)


def test_an_unsigned_paper_is_told_as_such(draft):
    assert public.verify_pdf(draft).state is VerdictState.UNSIGNED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.0, 1.0, exclude_max=True), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_in_what_was_signed_never_passes_as_valid(signed, draft, share, flip):
    place = int(share * len(draft))
    changed = bytearray(signed)
    changed[place] ^= flip

    try:
        verdict = public.verify_pdf(bytes(changed))
    except public.NotAPdf:
        return
    assert verdict.state in (VerdictState.INVALID, VerdictState.UNSIGNED)


def test_one_flipped_byte_in_the_text_makes_the_signature_invalid(signed):
    changed = bytearray(signed)
    changed[signed.index(b"1.000.000")] ^= 1

    verdict = public.verify_pdf(bytes(changed))

    assert verdict.state is VerdictState.INVALID
    assert "thay đổi" in verdict.sentences[0]


def test_something_added_after_signing_is_reported(signed):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 100 Td (1.000.000.000) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(stream))
    out = io.BytesIO()
    writer.write(out)

    verdict = public.verify_pdf(out.getvalue())

    assert verdict.state is VerdictState.INVALID
    assert verdict.changed_after
    assert not verdict.covers_whole_document
    assert any("sau khi ký" in sentence for sentence in verdict.sentences)


def test_bytes_appended_to_a_signed_file_are_noticed(signed):
    verdict = public.verify_pdf(signed + b"\n% something else\n")

    assert verdict.state is not VerdictState.VALID or not verdict.covers_whole_document


def test_a_stranger_who_signs_for_themselves_is_intact_but_unknown(draft):
    verdict = public.verify_pdf(signed_by_stranger(draft))

    assert verdict.state is VerdictState.UNKNOWN
    assert verdict.trust is Trust.UNTRUSTED
    assert verdict.signer == "Người Lạ"
    assert verdict.findings == ("trust.self_signed",)
    assert verdict.covers_whole_document


def test_a_root_the_operator_entered_is_trusted(draft, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signed = signed_by_stranger(draft)
    pem = public.verify_pdf(signed).certificate
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "root.pem").write_text(pem)
    (tmp_path / "trust" / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")

    verdict = public.verify_pdf(signed)

    assert (verdict.state, verdict.trust) == (VerdictState.VALID, Trust.TRUSTED)
    assert not [sentence for sentence in verdict.sentences if "minh họa" in sentence]


def signed_by_stranger(pdf: bytes) -> bytes:
    """Sign with a self-signed certificate nobody knows."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    from tinhso.foundation.signing.adapters.demo_authority import _usage
    from tinhso.foundation.signing.formats import pades, signer

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Người Lạ")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(77)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=30))
        .add_extension(_usage(signing=True), critical=True)
        .sign(private, hashes.SHA256())
    )

    class Stranger:
        prefers_batches = False

        def certificate_chain(self, ref):  # noqa: ARG002 - the port's signature
            return (certificate.public_bytes(Encoding.DER),)

        def sign_digest(self, ref, digest, *, digest_algorithm):  # noqa: ARG002 - the port's signature
            from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

            return private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))

        def sign_digests(self, ref, digests, *, digest_algorithm, consent=None):  # noqa: ARG002 - the port's signature
            return [self.sign_digest(ref, one, digest_algorithm=digest_algorithm) for one in digests]

    return pades.sign(
        pdf,
        signer.PortSigner(Stranger(), "x"),
        pades.Order(Appearance("leader", "Người Lạ"), "", clock.now()),
    )


def test_revocation_counts_against_what_no_time_stamp_proves_to_be_older(draft):
    key, now = make_demo_key(), clock.now()
    before = public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER, now=now - timedelta(days=2)).data
    after = public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER).data
    public.change_key_state(
        SYSTEM, key_id=key.id, state=KeyState.REVOKED, reason="Lộ khóa", now=now - timedelta(days=1)
    )

    claimed = public.verify_pdf(before)
    kept = public.verify_pdf(before, existed_at=now - timedelta(days=2))

    assert (claimed.state, claimed.findings[0]) == (VerdictState.UNKNOWN, "revoked.unproven")
    assert kept.state is VerdictState.VALID and "revoked.after" in kept.findings
    assert public.verify_pdf(before, existed_at=now).state is VerdictState.INVALID
    assert public.verify_pdf(after).state is VerdictState.INVALID


def test_an_ended_certificate_without_a_trusted_time_leaves_the_answer_open(signed):
    verdict = public.verify_pdf(signed, now=clock.now() + timedelta(days=3 * 365))

    assert verdict.state is VerdictState.UNKNOWN
    assert any("hết hạn" in sentence for sentence in verdict.sentences)


@pytest.mark.parametrize("junk", [b"", b"hello", b"%PDF-", b"%PDF-1.7\n" + b"\x00" * 100])
def test_a_file_that_is_no_pdf_is_refused(junk):
    with pytest.raises(public.NotAPdf):
        public.verify_pdf(junk)


def test_the_operator_is_warned_while_demonstration_keys_sign():
    before = check_signing()
    make_demo_key()
    after = check_signing()

    assert before.health == "ok"
    assert after.health == "slow"
    assert "minh họa" in after.sentence
