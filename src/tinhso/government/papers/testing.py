"""Builders for the tests of this room and of those above."""

from datetime import UTC, datetime
from typing import Any, Final

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.papers.actions.keep import declare, keep
from tinhso.government.papers.data import CopyFacts, CopyInfo, PaperFacts, PaperInfo
from tinhso.government.papers.models import CertifiedCopy
from tinhso.kernel.actors import SYSTEM, Actor

MONDAY: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 on Monday 23 November 2026 in Vietnam."""

OWNER: Final = "086190000123"
"""An's number in the cast."""


def make_facts(
    *, number_of_owner: str = OWNER, actor: Actor = SYSTEM, now: datetime = MONDAY, **facts: Any
) -> PaperFacts:
    """Return the facts of a marriage certificate with a small PDF of its own."""
    kept = files.save_bytes(make_pdf(), name="giay-to.pdf", actor=actor, now=now)
    whole: dict[str, Any] = {
        "owner_number": number_of_owner,
        "owner_name": "Nguyễn Thị An",
        "paper_type": "CNKH",
        "file_id": kept.id,
        "number": "01/2026",
        "issued_on": MONDAY.date(),
        "issuer_name": "Phường 1",
        "signer_name": "Phạm Văn Thử",
    }
    return PaperFacts(**(whole | facts))


def make_paper(*, replaces: Any = None, now: datetime = MONDAY, **facts: Any) -> PaperInfo:
    """Return a digitised paper of An's."""
    return keep(SYSTEM, facts=make_facts(now=now, **facts), replaces=replaces, now=now)


def make_declared(owner: Actor, *, now: datetime = MONDAY, **facts: Any) -> PaperInfo:
    """Return a paper its owner brought themselves."""
    return declare(owner, facts=make_facts(actor=owner, now=now, **facts), now=now)


def make_copy_facts(officer: Actor, *, pages: int = 1, now: datetime = MONDAY, **facts: Any) -> CopyFacts:
    """Return what an officer says of An's diploma before them, with a scan of as many pages."""
    scan = files.save_bytes(make_pdf(pages), name="ban-quet.pdf", actor=officer, now=now)
    whole: dict[str, Any] = {
        "owner_number": OWNER,
        "owner_name": "Nguyễn Thị An",
        "paper_type": "VBBC",
        "name": "Bằng tốt nghiệp đại học",
        "issuer_name": "Trường Đại học Minh Họa",
        "original_number": "A-123",
        "pages": pages,
        "scan_file_id": scan.id,
        "seen_original": True,
    }
    return CopyFacts(**(whole | facts))


def make_copy(officer: Actor, *, now: datetime = MONDAY) -> CopyInfo:
    """Return a copy before the head, with a fee of 2,000 đồng, whatever procedures are published."""
    facts = make_copy_facts(officer, now=now)
    if officer.unit_id is None or officer.account_id is None or facts.scan_file_id is None:
        raise ValueError("a copy is made by an officer in a unit")
    return CertifiedCopy.objects.create(
        unit_id=officer.unit_id,
        owner_number=facts.owner_number,
        owner_name=facts.owner_name,
        type_code=facts.paper_type,
        name=facts.name,
        issuer_name=facts.issuer_name,
        pages=1,
        fee=2000,
        scan_file_id=facts.scan_file_id,
        prepared_by=officer.name,
        prepared_by_id=officer.account_id,
        prepared_at=now,
    ).to_info()
