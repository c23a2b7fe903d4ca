"""How far the signing of a result is, for its officers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.models import ResultSigning
from tinhso.government.dossiers.signing_data import SigningStage, SigningState
from tinhso.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class SigningInfo:
    """A result that is being signed: who decided, whose signature is made now, and why it waits ("" when it does not).

    `has_failed`: it will not be signed unless somebody acts; otherwise it is tried again by itself at `next_try_at`.
    """

    signer_name: str
    stage: SigningStage
    number: str
    asked_at: datetime
    problem: str
    has_failed: bool
    next_try_at: datetime | None

    @property
    def mark(self) -> str:
        """Another word for every state a reader would be told apart."""
        again = f"-{self.next_try_at:%H%M%S}" if self.next_try_at else ""
        return f"{self.stage}{again}{'-failed' if self.has_failed else ''}"


def find_signing(actor: Actor, *, dossier_id: UUID) -> SigningInfo | None:
    """Return how far the signing of a dossier's result is, None when none is under way. Raises DossierNotFound."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    row = ResultSigning.objects.filter(dossier=dossier, state=SigningState.OPEN).first()
    if row is None:
        return None
    asked = next((one for one in signing.requests_of(dossier.id) if one.id == row.request_id), None)
    return SigningInfo(
        signer_name=row.signer_name,
        stage=SigningStage(row.stage),
        number=row.number,
        asked_at=row.asked_at,
        problem=row.problem or (asked.problem if asked else ""),
        has_failed=bool(row.problem),
        next_try_at=asked.next_try_at if asked and asked.problem and not row.problem else None,
    )
