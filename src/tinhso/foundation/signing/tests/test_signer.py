"""What is encoded once for a key is, in each signature, byte for byte what pyHanko encodes anew."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from asn1crypto.cms import CMSAttribute, CMSAttributes
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from tinhso.foundation.signing.formats.signer import PortSigner
from tinhso.foundation.signing.testing import make_authority, make_certificate
from tinhso.kernel import clock


class Held:
    """An RSA key: of the same digest it makes the same value."""

    prefers_batches = False

    def __init__(self):
        self.private = rsa.generate_private_key(65537, 2048)
        authority = make_authority()
        chain = (make_certificate(self.private.public_key(), authority=authority), authority[1])
        self.chain = tuple(one.public_bytes(serialization.Encoding.DER) for one in chain)

    def certificate_chain(self, _ref):
        return self.chain

    def sign_digest(self, _ref, digest, *, digest_algorithm):
        assert digest_algorithm == "sha256"
        return self.private.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))


class Plain(PortSigner):
    """The same signer as pyHanko has it."""

    signed_attrs = Signer.signed_attrs
    _package_signature = Signer._package_signature


def message(signer, words, **more):
    digest = hashlib.sha256(words).digest()
    return asyncio.run(signer.async_sign(digest, "sha256", use_pades=True, **more)).dump()


def test_each_signature_is_byte_for_byte_what_is_encoded_anew():
    held = Held()
    ours = PortSigner(held, "x")
    for words in (b"mot", b"hai", b"ba"):
        settings = PdfCMSSignedAttributes(signing_time=clock.now())
        assert message(ours, words, signed_attr_settings=settings) == message(
            Plain(held, "x"), words, signed_attr_settings=settings
        )


def test_a_time_stamp_goes_in_as_it_was_given():
    held = Held()
    stamp = CMSAttributes([CMSAttribute({"type": "signature_time_stamp_token", "values": []})])

    class Stamping:
        async def unsigned_attrs(self, *_given, **_more):
            return stamp

    ours, plain = (type("S", (Stamping, kind), {})(held, "x") for kind in (PortSigner, Plain))
    for words in (b"mot", b"hai"):
        assert message(ours, words) == message(plain, words)


@pytest.mark.parametrize("more", [{"is_pdf_sig": False}, {"use_pades": False}])
def test_what_is_not_the_usual_is_not_taken_for_it(more):
    held = Held()
    ours, plain = PortSigner(held, "x"), Plain(held, "x")
    message(ours, b"mot")
    digest = hashlib.sha256(b"hai").digest()
    settings = PdfCMSSignedAttributes(signing_time=clock.now() - timedelta(days=1))
    given = {"use_pades": True, "signed_attr_settings": settings} | more

    assert (
        asyncio.run(ours.async_sign(digest, "sha256", **given)).dump()
        == asyncio.run(plain.async_sign(digest, "sha256", **given)).dump()
    )
