"""pyHanko's view of a key behind a port: the certificate read once, then digests only.

Of two signatures by one key nearly everything is the same bytes. They are encoded once, by pyHanko, and kept; each
signature changes its digest, its value and its time-stamp. Encoding the whole each time took two thirds of the work.
"""

import hashlib
from typing import TYPE_CHECKING, Any, Final

from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from tinhso.foundation.signing.formats.encoded import octets, parts_of, sequence, set_of, tagged, what_is_in
from tinhso.foundation.signing.ports import KeyPort

if TYPE_CHECKING:
    from asn1crypto.cms import CMSAttributes, ContentInfo

CMS_OVERHEAD: Final = 1536


class PortSigner(Signer):
    """A signer whose private key stays behind its port."""

    def __init__(self, port: KeyPort, ref: str) -> None:
        from asn1crypto.x509 import Certificate
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        chain = tuple(Certificate.load(one) for one in port.certificate_chain(ref))
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko gives no types
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=False)
        self.port, self.ref = port, ref
        self.chain: tuple[Certificate, ...] = chain
        # Hexadecimal digits for the CMS object: readers read each of them, so no more than it can need.
        self._attributes: dict[str, list[bytes]] = {}
        self._messages: dict[tuple[str, str], bytes] = {}
        self.reserved = 2 * (CMS_OVERHEAD + sum(len(one.dump()) for one in chain if one.subject != one.issuer))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        """Sign the digest of `data`; a rehearsal gives as many bytes as the largest signature has."""
        if dry_run:
            return bytes(512)
        digest = hashlib.new(digest_algorithm, data).digest()
        return self.port.sign_digest(self.ref, digest, digest_algorithm=digest_algorithm)

    async def signed_attrs(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        attr_settings: PdfCMSSignedAttributes | None = None,
        content_type: Any = "data",
        use_pades: Any = False,  # noqa: FBT002 - pyHanko's signature
        timestamper: Any = None,
        dry_run: Any = False,  # noqa: FBT002 - pyHanko's signature
        is_pdf_sig: Any = True,  # noqa: FBT002 - pyHanko's signature
    ) -> "CMSAttributes":
        """Return the signed attributes; of a PAdES signature with nothing more than usual only the digest is new."""
        from asn1crypto.cms import CMSAttributes, CMSAttributeType

        others = (attr_settings, content_type, use_pades, timestamper, dry_run, is_pdf_sig)
        if not (use_pades and is_pdf_sig and content_type == "data" and _is_plain(attr_settings)):
            return await super().signed_attrs(data_digest, digest_algorithm, *others)
        name = CMSAttributeType("message_digest").dump()
        kept = self._attributes.get(digest_algorithm)
        if kept is None:
            whole = await super().signed_attrs(data_digest, digest_algorithm, *others)
            kept = [one for one in parts_of(whole.dump()) if parts_of(one)[0] != name]
            self._attributes[digest_algorithm] = kept
        return CMSAttributes.load(set_of(*kept, sequence(name, set_of(octets(data_digest)))))

    def _package_signature(
        self,
        *,
        digest_algorithm: str,
        cms_version: str,
        signed_attrs: "CMSAttributes",
        signature: bytes,
        unsigned_attrs: "CMSAttributes | None",
        encap_content_info: Any,
    ) -> "ContentInfo":
        """Return the message. The signed attributes go in as the very bytes that were signed."""
        from asn1crypto.cms import CMSAttributes, ContentInfo

        like: dict[str, Any] = {
            "digest_algorithm": digest_algorithm,
            "cms_version": cms_version,
            "encap_content_info": None,
        }
        if not isinstance(encap_content_info, dict) or encap_content_info != {"content_type": "data"}:
            like |= {"signed_attrs": signed_attrs, "signature": signature, "unsigned_attrs": unsigned_attrs}
            return super()._package_signature(**like | {"encap_content_info": encap_content_info})
        shape = self._messages.get((digest_algorithm, cms_version))
        if shape is None:
            empty = {"signed_attrs": CMSAttributes([]), "signature": b"", "unsigned_attrs": None}
            shape = super()._package_signature(**like | empty).dump()
            self._messages[digest_algorithm, cms_version] = shape
        name, content = parts_of(shape)
        *others, signers = parts_of(what_is_in(content))
        version, who, digest, _attributes, how, _value = parts_of(parts_of(signers)[0])
        parts = [version, who, digest, tagged(0, what_is_in(signed_attrs.dump())), how, octets(signature)]
        if unsigned_attrs is not None:
            parts.append(tagged(1, what_is_in(unsigned_attrs.dump())))
        return ContentInfo.load(sequence(name, tagged(0, sequence(*others, set_of(sequence(*parts))))))


def _is_plain(settings: PdfCMSSignedAttributes | None) -> bool:
    """Tell whether these attributes are the same for each signature: the time stands in the PDF, not among them."""
    return settings is None or settings == PdfCMSSignedAttributes(signing_time=settings.signing_time)
