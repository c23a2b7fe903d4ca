"""Typed builders of retention for tests: a clerk, terms of one's own, and a whole road."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.procedures.testing import CODE
from tinhso.government.retention import content
from tinhso.government.retention.actions import propose as verbs
from tinhso.government.retention.data import CouncilMember, DisposalInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.testing.cast import officer_actor

if TYPE_CHECKING:
    import pytest

COUNCIL: Final = (
    CouncilMember("Lê Kim Chi", "Chủ tịch Hội đồng"),
    CouncilMember("Ngô Thị Lan", "Thư ký"),
    CouncilMember("Phạm Thu Hà", "Ủy viên"),
)
TERM: Final = content.Term(
    code="thu-nghiem",
    title="Hồ sơ thử nghiệm",
    procedures=(CODE,),
    fields=(),
    years=2,
    apart=frozenset({"papers.store", "national.waiting"}),
    basis="Bảng thời hạn của phép thử",
    mark="known",
)


def make_clerk(unit_id: UUID) -> Actor:
    """Make a clerk (văn thư, lưu trữ) of a unit."""
    return officer_actor(code="A-VT", name="Ngô Thị Lan", unit_id=unit_id, roles=("clerk",), title="Văn thư - lưu trữ")


def use_term(monkeypatch: "pytest.MonkeyPatch", **changed: object) -> content.Term:
    """Keep the small test procedure's dossiers by a term of this test's own."""
    term = replace(TERM, **changed)  # type: ignore[arg-type] # fields of Term, by name
    monkeypatch.setattr(content, "list_terms", lambda: (term,))
    return term


def make_opined(clerk: Actor, *, dossier_ids: list[UUID], now: datetime) -> DisposalInfo:
    """Propose dossiers and record the council's opinion that all of them go."""
    disposal = verbs.propose(clerk, dossier_ids=dossier_ids, now=now)
    minutes = files.save_bytes(make_pdf(), name="bien-ban.pdf", actor=clerk, now=now)
    return verbs.record_opinion(
        clerk,
        disposal_id=disposal.id,
        council=COUNCIL,
        met_on=local_day(now),
        minutes_file_id=minutes.id,
        keep={},
        now=now,
    )


def make_decided(clerk: Actor, head: Actor, *, dossier_ids: list[UUID], now: datetime) -> DisposalInfo:
    """Bring a disposal to its decision; it begins after the pause."""
    disposal = make_opined(clerk, dossier_ids=dossier_ids, now=now)
    paper = files.save_bytes(make_pdf(), name="quyet-dinh.pdf", actor=head, now=now)
    return verbs.decide(
        head,
        disposal_id=disposal.id,
        number="15/QĐ-UBND",
        decided_on=local_day(now),
        signer_name=head.name,
        file_id=paper.id,
        now=now,
    )


def after_pause(disposal: DisposalInfo) -> datetime:
    """Return a moment at which the worker may begin."""
    return (disposal.starts_at or disposal.proposed_at) + timedelta(minutes=1)
