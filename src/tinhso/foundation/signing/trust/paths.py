"""The way from a certificate to a root we know (RFC 5280, section 6), by pyhanko-certvalidator."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from tinhso.foundation.signing.trust import lists
from tinhso.foundation.signing.trust.lists import Authority, Service

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Path:
    """A certificate, its issuers, nearest first and the root last, and the authority whose root that is."""

    certificates: "tuple[Certificate, ...]"
    authority: Authority

    def pairs(self) -> "list[tuple[Certificate, Certificate]]":
        """Return each certificate but the root with its issuer, the first one first."""
        return list(zip(self.certificates, self.certificates[1:], strict=False))

    def service(self, issuer: "Certificate") -> Service:
        """Return where the trust list says to ask about certificates of an issuer."""
        return self.authority.services.get(lists.common_name(issuer), Service())

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether every issuer was within its dates."""
        return all(one.not_valid_before_utc <= moment <= one.not_valid_after_utc for one in self.certificates[1:])


def find_path(certificate: "Certificate", others: "Sequence[Certificate]", *, at: datetime) -> Path | None:
    """Return the way to a root whose every step holds at the moment, None when there is none.

    The certificate's own dates are the caller's to judge: for one not in its dates the way is looked for inside them.
    """
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    moment = min(max(at, begins), ends)
    found = _find(_der(certificate), tuple(_der(one) for one in others[:20]), lists.authorities())
    return found if found and found.holds_at(moment) else None


@lru_cache(maxsize=4096)
def _find(leaf: bytes, others: tuple[bytes, ...], known: tuple[Authority, ...]) -> Path | None:
    from asn1crypto.x509 import Certificate as Parsed
    from cryptography.x509 import load_der_x509_certificate
    from pyhanko_certvalidator import ValidationContext

    certificate = load_der_x509_certificate(leaf)
    middles = [Parsed.load(_der(one)) for authority in known for one in authority.intermediates]
    context = ValidationContext(
        trust_roots=[Parsed.load(_der(root)) for authority in known for root in authority.roots],
        other_certs=[*middles, *(Parsed.load(one) for one in others)],
        moment=certificate.not_valid_before_utc,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    for steps in _candidates(context, Parsed.load(leaf)):
        chain = tuple(load_der_x509_certificate(one) for one in steps)
        for authority in known:
            if any(_der(root) == steps[-1] for root in authority.roots):
                return Path(chain, authority)
    return None


def _candidates(context: Any, leaf: Any) -> list[list[bytes]]:
    """Return the ways that pass validation, each as DER from the certificate to its root."""
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError
    from pyhanko_certvalidator.validate import async_validate_path

    found = []
    try:
        paths = driven(context.path_builder.async_build_paths(leaf))
    except PathBuildingError:
        return []
    for path in paths[:8]:
        steps = [one.dump() for one in path.iter_certs(include_root=True)][::-1]
        try:
            context_at = _at(context, path)
            driven(async_validate_path(context_at, path))
        except (ValidationError, PathBuildingError, ValueError):
            continue
        found.append(steps)
    return found


def _at(context: Any, path: Any) -> Any:
    """Return the context at a moment when every step of a path is in its dates, if there is one.

    Dates are compared apart, for each moment asked about; here the signatures, uses and limits are.
    """
    from pyhanko_certvalidator import ValidationContext

    moment = max(one.not_valid_before for one in path.iter_certs(include_root=True))
    return ValidationContext(
        trust_manager=context.path_builder.trust_manager,
        certificate_registry=context.certificate_registry,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def driven(coroutine: "Coroutine[Any, Any, Answer]") -> Answer:
    """Run a coroutine that waits for nothing to its end, also where an event loop is already running."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        answer: Answer = ended.value
        return answer
    coroutine.close()
    raise RuntimeError("a path was to be fetched")


def _der(certificate: "Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
