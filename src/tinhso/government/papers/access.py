"""The gates: the only way to obtain a paper, a share or a copy for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from tinhso.foundation.access import public as access
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import AccountInfo
from tinhso.government.papers.errors import ActingForAnother, CopyNotFound, PaperNotFound, PurposeNeeded
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


def access_self(actor: Actor) -> AccountInfo:
    """Return the account whose store a signed-in person or business keeps: their own, never another's.

    Raises PaperNotFound for everybody else, ActingForAnother while they act for somebody: the two stores are not mixed.
    """
    if not actor.is_applicant or actor.account_id is None:
        raise PaperNotFound
    if actor.behalf is not None:
        raise ActingForAnother
    return identity.get_account(actor.account_id)


def own_number(actor: Actor) -> str:
    """Return the number whose papers the actor may read as their own.

    Raises what `access_self` raises, and access.AssuranceTooLow when the province asks for a better proof of identity
    to read a store (TINHSO_READ_ASSURANCE).
    """
    found = access_self(actor)
    access.assurance_required(actor, access.Gate.READ_STORE)
    return found.number


def filing_number(actor: Actor) -> str:
    """Return whose papers may stand in what the actor files: one's own, or those of whom they act for.

    The principal's store opens to who represents them wholly and may file (a business's representative or filer, a
    parent, a guardian); who is authorised for named matters gets "": nobody's papers, and never the agent's own in
    another's dossier. Raises PaperNotFound, access.AssuranceTooLow.
    """
    if actor.behalf is None:
        return own_number(actor)
    if not (actor.behalf.may_file and actor.behalf.is_whole):
        return ""
    access.assurance_required(actor, access.Gate.READ_STORE)
    return identity.get_account(actor.behalf.account_id).number


def access_own(actor: Actor, *, paper_id: UUID, lock: bool = False) -> Paper:
    """Return the actor's own paper. Raises PaperNotFound for anybody else's, and what `own_number` raises."""
    number = own_number(actor)
    rows = Paper.objects.select_for_update() if lock else Paper.objects.all()
    paper = rows.filter(pk=paper_id, owner_number=number).first()
    if paper is None:
        raise PaperNotFound
    return paper


def access_for_use(actor: Actor, *, paper_id: UUID, owner_number: str) -> Paper:
    """Return, locked, a paper that its owner, who acts for them, or an officer at work for them may use.

    An applicant uses the papers of `filing_number`, whatever `owner_number` says. An officer names whose matter it is,
    holds `papers.see`, and gets only verified papers of that owner. Raises PaperNotFound.
    """
    rows = Paper.objects.select_for_update()
    if actor.is_applicant:
        number = filing_number(actor)
    elif actor.is_officer and actor.may(SEE):
        number, rows = owner_number, rows.exclude(origin="declared")
    else:
        number = ""
    paper = rows.filter(pk=paper_id, owner_number=number).first() if number else None
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
