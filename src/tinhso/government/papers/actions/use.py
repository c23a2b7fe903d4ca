"""Using a paper again instead of asking for it once more (Decree 45/2020/NĐ-CP, Article 16; once only)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.papers.access import access_for_use
from tinhso.government.papers.actions._write import SUBJECT
from tinhso.government.papers.data import Origin, PaperState, Used
from tinhso.government.papers.errors import PaperNotUsable
from tinhso.government.papers.events import PaperUsed
from tinhso.government.papers.models import Paper, PaperUse
from tinhso.government.papers.rules.validity import is_usable
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce

PURPOSE: Final = "Dùng lại giấy tờ đã có trong kho"


@transaction.atomic
def use(
    actor: Actor,
    *,
    paper_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    component: str = "",
    owner_number: str = "",
    purpose: str = "",
    now: datetime,
) -> Used:
    """Record that a subject (a draft, a dossier) uses a paper; return its file and its facts as they are now.

    The caller has checked that the subject is this actor's. Who acts for somebody uses that person's papers
    (`access.filing_number`); an officer says whose matter it is (`owner_number`); either use is on the owner's record
    of looks. Using twice for the same component gives the same use. Raises PaperNotFound for somebody else's paper,
    PaperNotUsable for one that is expired, replaced, revoked or not issued yet, access.AssuranceTooLow.
    """
    paper = access_for_use(actor, paper_id=paper_id, owner_number=owner_number)
    if not is_usable(PaperState(paper.state), paper.valid_until, paper.issued_on, local_day(now)):
        raise PaperNotUsable
    found, made = PaperUse.objects.get_or_create(
        paper=paper,
        subject_id=subject_id,
        component=component[:32],
        defaults={
            "subject_kind": subject_kind[:40],
            "file_id": paper.file_id,
            "snapshot": snapshot_of(paper),
            "at": now,
            "account_id": actor.account_id,
        },
    )
    if made:
        _tell(actor, found, subject_kind, purpose or PURPOSE)
    return Used(found.id, found.file_id, found.snapshot, Origin(paper.origin))


def _tell(actor: Actor, used: PaperUse, subject_kind: str, purpose: str) -> None:
    owner = identity.person_id(used.paper.owner_number)
    audit.record(
        actor,
        verb="papers.used",
        subject_kind=SUBJECT,
        subject_id=used.paper_id,
        person_id=owner,
        purpose=purpose,
        detail={"subject_kind": subject_kind, "subject_id": used.subject_id, "component": used.component},
    )
    if actor.is_officer or actor.behalf is not None:
        audit.record(
            actor,
            verb=audit.READ_VERB,
            subject_kind=subject_kind,
            subject_id=used.subject_id,
            person_id=owner,
            purpose=purpose,
        )
    announce(PaperUsed(used.paper_id, subject_kind, used.subject_id), actor=actor)


def snapshot_of(paper: Paper) -> dict[str, Any]:
    """Return the facts of a paper as a subject keeps them: what stood on it on the day it was used."""
    return {
        "type": paper.type_code,
        "name": paper.name,
        "code": paper.code,
        "number": paper.number,
        "version": paper.version,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "valid_until": paper.valid_until.isoformat() if paper.valid_until else None,
        "issuer": paper.issuer_name,
        "signer": paper.signer_name,
        "origin": paper.origin,
        "confidence": paper.confidence,
        "sha256": paper.sha256,
        "extracted": paper.extracted,
    }
