"""What every verb that keeps or revokes a paper does: the row, the chain of versions, the record, the announcement."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.government.papers import kinds
from tinhso.government.papers.data import Confidence, Origin, PaperFacts, PaperState
from tinhso.government.papers.errors import BadPaper, PaperNotUsable
from tinhso.government.papers.events import PaperKept, PaperRevoked
from tinhso.government.papers.models import Paper
from tinhso.government.papers.rules.owner import owner_number
from tinhso.government.papers.rules.validity import end_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce, announce_all
from tinhso.kernel.rows import Rows
from tinhso.kernel.text import clean_line, fold

SUBJECT: Final = "papers.paper"
PAPERS: Final = Rows(Paper)
MAX_EXTRACTED: Final = 65_536
USES_IN_EVENT: Final = 500


def account_of(number: str) -> UUID | None:
    """Return the account of an owner who has one."""
    found = identity.find_by_number(number)
    return found.id if found else None


def checked(facts: PaperFacts, *, today: date) -> dict[str, Any]:
    """Return the facts as a row holds them. Raises BadPaper naming each field that is missing or wrong."""
    kind = kinds.all_types().get(facts.paper_type)
    errors: dict[str, str] = {}
    number = owner_number(facts.owner_number)
    if not number:
        errors["owner_number"] = _("Nhập số định danh cá nhân 12 chữ số hoặc mã số thuế đúng")
    if kind is None:
        errors["paper_type"] = _("Chọn loại giấy tờ")
    if not clean_line(facts.owner_name):
        errors["owner_name"] = _("Nhập họ tên chủ sở hữu")
    if facts.issued_on and facts.issued_on > today:
        errors["issued_on"] = _("Ngày cấp không được sau hôm nay")
    if facts.issued_on and facts.valid_until and facts.valid_until < facts.issued_on:
        errors["valid_until"] = _("Ngày hết hiệu lực phải từ ngày cấp trở đi")
    if len(json.dumps(dict(facts.extracted or {}), default=str)) > MAX_EXTRACTED:
        errors["extracted"] = _("Dữ liệu bóc tách quá dài. Chỉ giữ các mục cần dùng")
    if errors or kind is None:
        raise BadPaper(fields=errors)
    return {
        "owner_number": number,
        "owner_name": clean_line(facts.owner_name)[:200],
        "type_code": kind.code,
        "name": clean_line(facts.name)[:300] or kind.name,
        "number": clean_line(facts.number)[:80],
        "issued_on": facts.issued_on,
        "valid_until": facts.valid_until or end_of(facts.issued_on, kind.months),
        "scope": clean_line(facts.scope)[:200],
        "abstract": clean_line(facts.abstract)[:500],
        "issuer_name": clean_line(facts.issuer_name)[:200],
        "issuer_unit_id": facts.issuer_unit_id,
        "signer_name": clean_line(facts.signer_name)[:200],
        "extracted": dict(facts.extracted or {}),
        "dossier_id": facts.dossier_id,
        "dossier_code": clean_line(facts.dossier_code)[:48],
        "procedure_code": facts.procedure_code[:40],
        "field_code": (facts.field_code or kind.field)[:16],
    }


def write(
    actor: Actor,
    facts: PaperFacts,
    *,
    origin: Origin,
    confidence: Confidence,
    code: str,
    now: datetime,
    result_id: UUID | None = None,
    replaces: Paper | None = None,
) -> Paper:
    """Keep one paper, as the next version of `replaces` when given (which the caller has locked)."""
    row = checked(facts, today=local_day(now))
    file = files.get_info(facts.file_id)
    paper = Paper(
        **row,
        code=code,
        file_id=file.id,
        sha256=file.sha256,
        size=file.size,
        pages=max(file.pages, 1),
        result_id=result_id,
        origin=origin.value,
        confidence=confidence.value,
        digitised_by=actor.name if actor.is_officer and origin is not Origin.RESULT else "",
        digitised_by_id=actor.account_id if actor.is_officer else None,
        kept_by_unit_id=actor.unit_id,
        kept_at=now,
        search_words=fold(" ".join((row["name"], row["number"], row["issuer_name"], row["abstract"])))[:700],
    )
    if replaces is not None:
        _step_aside(replaces, paper)
    PAPERS.insert(paper)
    audit.record(
        actor,
        verb="papers.kept",
        subject_kind=SUBJECT,
        subject_id=paper.id,
        person_id=identity.person_id(paper.owner_number),
        detail={"type": paper.type_code, "origin": paper.origin, "version": paper.version, "sha256": paper.sha256},
    )
    announce(PaperKept(paper.id, paper.type_code, paper.origin, replaces.id if replaces else None), actor=actor)
    return paper


def _step_aside(earlier: Paper, later: Paper) -> None:
    """Make `later` the next version of `earlier`. Raises PaperNotUsable when that one is out of force already."""
    if earlier.state != PaperState.IN_FORCE.value:
        raise PaperNotUsable
    later.lineage_id, later.version = earlier.lineage_id, earlier.version + 1
    earlier.state, earlier.replaced_by_id = PaperState.REPLACED.value, later.id
    earlier.save(update_fields=["state", "replaced_by"])


def take_out(actor: Actor, paper: Paper, *, reason: str, now: datetime) -> None:
    """Take a locked paper out of force and tell every subject that used it. Out of force already: nothing happens."""
    if paper.state != PaperState.IN_FORCE.value:
        return
    paper.state, paper.revoked_at, paper.revoked_reason = PaperState.REVOKED.value, now, clean_line(reason)[:500]
    paper.save(update_fields=["state", "revoked_at", "revoked_reason"])
    audit.record(
        actor,
        verb="papers.revoked",
        subject_kind=SUBJECT,
        subject_id=paper.id,
        person_id=identity.person_id(paper.owner_number),
        detail={"type": paper.type_code},
    )
    announce_all([PaperRevoked(paper.id, uses) for uses in _uses(paper)], actor=actor)


def _uses(paper: Paper) -> Iterator[tuple[str, ...]]:
    """Yield the subjects that used a paper, at most 500 at a time; one empty group when nobody did."""
    subjects = paper.uses.order_by("id").values_list("subject_id", flat=True).iterator()
    group = tuple(str(one) for one in islice(subjects, USES_IN_EVENT))
    yield group
    while len(group) == USES_IN_EVENT:
        group = tuple(str(one) for one in islice(subjects, USES_IN_EVENT))
        if group:
            yield group
