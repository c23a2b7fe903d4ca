"""The gates: the only way to obtain a paper, a share or a copy for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.government.papers.errors import CopyNotFound, PaperNotFound, PurposeNeeded
from tinhso.government.papers.models import CertifiedCopy, Paper
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.text import clean_line

SEE: Final = "papers.see"
KEEP: Final = "papers.keep"
CERTIFY: Final = "papers.certify"
SIGN: Final = "papers.sign_copy"
BOOK: Final = "papers.book"
ANSWER: Final = "papers.answer"

MIN_PURPOSE: Final = 10
MAX_PURPOSE: Final = 300


def own_number(actor: Actor) -> str:
    """Return the number of a signed-in person or business. Raises PaperNotFound for everybody else."""
    if not actor.is_applicant or actor.account_id is None:
        raise PaperNotFound
    return identity.get_account(actor.account_id).number


def access_own(actor: Actor, *, paper_id: UUID, lock: bool = False) -> Paper:
    """Return the actor's own paper. Raises PaperNotFound for anybody else's."""
    rows = Paper.objects.select_for_update() if lock else Paper.objects.all()
    paper = rows.filter(pk=paper_id, owner_number=own_number(actor)).first()
    if paper is None:
        raise PaperNotFound
    return paper


def access_for_use(actor: Actor, *, paper_id: UUID, owner_number: str) -> Paper:
    """Return, locked, a paper its owner or an officer at work for its owner may use.

    An owner uses their own, whatever `owner_number` says. An officer names whose matter it is, holds `papers.see`, and
    gets only verified papers of that owner. Raises PaperNotFound.
    """
    if actor.is_applicant:
        return access_own(actor, paper_id=paper_id, lock=True)
    if not (actor.is_officer and actor.may(SEE) and owner_number):
        raise PaperNotFound
    rows = Paper.objects.select_for_update().exclude(origin="declared")
    paper = rows.filter(pk=paper_id, owner_number=owner_number).first()
    if paper is None:
        raise PaperNotFound
    return paper


def access_copy(actor: Actor, *, copy_id: UUID, ability: str = BOOK, lock: bool = False) -> CertifiedCopy:
    """Return a certified copy of a unit over which the actor holds `ability`. Raises CopyNotFound, Forbidden.

    Who may see the book but not do this gets Forbidden; everybody else CopyNotFound.
    """
    rows = CertifiedCopy.objects.select_for_update(of=("self",)) if lock else CertifiedCopy.objects.all()
    copy = rows.filter(pk=copy_id).first()
    if copy is None or not actor.is_officer or not actor.may(BOOK, copy.unit_id):
        raise CopyNotFound
    if not actor.may(ability, copy.unit_id):
        raise Forbidden
    return copy


def require_purpose(text: str) -> str:
    """Return a purpose as it is recorded. Raises PurposeNeeded for none."""
    said = clean_line(text)
    if not MIN_PURPOSE <= len(said) <= MAX_PURPOSE:
        raise PurposeNeeded(fields={"purpose": PurposeNeeded.sentence})
    return said
