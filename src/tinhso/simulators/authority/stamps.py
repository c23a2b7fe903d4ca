"""Time-stamps (RFC 3161), built with pyHanko's own time-stamper over a key that is held open."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from tinhso.simulators.authority.bundle import Bundle, Held

POLICY: Final = "2.25.251843204961883905627716540925381731742"
"""The policy of this demonstration: an identifier made from a UUID (ITU-T X.667), registered nowhere."""
DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})


class Stamps:
    """The time-stamp authority."""

    def __init__(self, bundle: Bundle, held: Held, quirks: dict[str, Any]) -> None:
        from asn1crypto.x509 import Certificate
        from cryptography.hazmat.primitives.serialization import Encoding

        def parsed(certificate: Any) -> Certificate:
            return Certificate.load(certificate.public_bytes(Encoding.DER))

        self.held, self.quirks = held, quirks
        self.own, self.issuing = parsed(held.certificate), parsed(bundle.issuing.certificate)
        self.make = _maker(self)

    def answer(self, asked: bytes) -> bytes:
        """Return the response to a request in DER; a refusal says why (RFC 3161, 2.4.2)."""
        from asn1crypto import tsp

        try:
            request = tsp.TimeStampReq.load(asked, strict=True)
            digest = request["message_imprint"]["hash_algorithm"]["algorithm"].native
            policy = request["req_policy"].native
            length = len(request["message_imprint"]["hashed_message"].native)
        except (ValueError, TypeError, KeyError):
            return _refused("bad_data_format")
        if self.quirks.get("tsa_refuse"):
            return _refused("time_not_available")
        if digest not in DIGESTS:
            return _refused("bad_alg")
        if length * 8 != int(digest.removeprefix("sha")):
            return _refused("bad_data_format")
        if policy not in (None, POLICY):
            return _refused("unaccepted_policy")
        self._spoil(request)
        moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=float(self.quirks.get("tsa_late", 0)))
        response: bytes = self.make(moment, chain=bool(request["cert_req"].native)).request_tsa_response(request).dump()
        return response

    def _spoil(self, request: Any) -> None:
        """Answer something else than was asked, when told to."""
        from asn1crypto import core

        if self.quirks.get("tsa_wrong_nonce"):
            request["nonce"] = core.Integer(secrets.randbits(63))
        if self.quirks.get("tsa_wrong_digest"):
            imprint = request["message_imprint"]
            imprint["hashed_message"] = secrets.token_bytes(len(imprint["hashed_message"].native))


def _maker(stamps: Stamps) -> Callable[..., Any]:
    """Return a maker of pyHanko's stampers with our policy, our key and the newer certificate identifier (RFC 5816).

    What stays the same from stamp to stamp is made once, and what was written once is handed on as bytes: asn1crypto
    writes a structure again at each level that holds it.
    """
    from asn1crypto import cms, core, tsp, x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
    from pyhanko.sign.timestamps import DummyTimeStamper

    identifier = as_signing_certificate_v2(stamps.own).dump()
    subject = stamps.own.subject.dump()
    chain_der = [stamps.own.dump(), stamps.issuing.dump()]

    class Stamper(DummyTimeStamper):
        with_chain = True

        def _build_tst_info(self, message_imprint: Any, dt: datetime, req: Any) -> Any:
            info = super()._build_tst_info(message_imprint, dt, req)
            info["policy"] = POLICY
            info["accuracy"] = {"seconds": 1}
            info["tsa"] = x509.GeneralName("directory_name", x509.Name.load(subject))
            return info

        def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, Any]:
            algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[md_algorithm]
            digest = hashes.Hash(algorithm)
            digest.update(tst_info_data)
            attribute: Any = simple_cms_attribute
            attributes = cms.CMSAttributes(
                [
                    attribute("content_type", "tst_info"),
                    attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                    attribute("signing_certificate_v2", tsp.SigningCertificateV2.load(identifier)),
                    attribute("message_digest", digest.finalize()),
                ]
            )
            private = stamps.held.private
            if not isinstance(private, RSAPrivateKey):
                raise TypeError("the stamper's key is RSA")
            written = attributes.dump()
            return private.sign(written, PKCS1v15(), algorithm), cms.CMSAttributes.load(written)

        def _build_signed_data(self, *parts: Any) -> dict[str, Any]:
            data: dict[str, Any] = super()._build_signed_data(*parts)
            data.pop("certificates")
            if self.with_chain:
                data["certificates"] = [x509.Certificate.load(one) for one in chain_der]
            return data

    def make(moment: datetime, *, chain: bool) -> Stamper:
        stamper = Stamper(stamps.own, None, fixed_dt=moment)
        stamper.with_chain = chain
        return stamper

    return make


def _refused(why: str) -> bytes:
    from asn1crypto import core, tsp

    class Refusal(core.Sequence):  # type: ignore[misc]  # asn1crypto gives no types
        """A response without a token, which asn1crypto's own class insists on."""

        _fields: ClassVar = [("status", tsp.PKIStatusInfo)]

    status = {"status": "rejection", "status_string": [f"Từ chối: {why} (minh họa)"], "fail_info": {why}}
    response: bytes = Refusal({"status": tsp.PKIStatusInfo(status)}).dump()
    return response
