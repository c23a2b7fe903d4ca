"""Keeping papers: digitised by an office, brought by their owner; and taking one out of force."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.papers.access import KEEP, access_own, access_self
from tinhso.government.papers.actions._write import take_out, write
from tinhso.government.papers.data import Confidence, Origin, PaperFacts, PaperInfo, PaperState
from tinhso.government.papers.errors import BadPaper, PaperNotFound
from tinhso.government.papers.models import Paper
from tinhso.government.papers.rules.owner import owner_number
from tinhso.government.results import public as results
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden, TooMany
from tinhso.kernel.text import clean_line

MAX_DECLARED: Final = 200


@transaction.atomic
def keep(
    actor: Actor,
    *,
    facts: PaperFacts,
    confidence: Confidence = Confidence.B,
    replaces: UUID | None = None,
    now: datetime,
) -> PaperInfo:
    """Keep a paper an office has digitised and compared with its original (số hóa giấy tờ vào kho).

    For officers holding `papers.keep`, and the system. `replaces` is an earlier version of the same owner's paper. The
    same file of the same type, number and owner is kept once: keeping it again returns what is there. Raises Forbidden,
    BadPaper naming each field, PaperNotFound and PaperNotUsable for what cannot be replaced.
    """
    if not (actor.kind is ActorKind.SYSTEM or (actor.is_officer and actor.may(KEEP))):
        raise Forbidden
    earlier = _earlier(facts, replaces)
    there = earlier is None and _same(facts)
    if there:
        return there.to_info(local_day(now))
    paper = write(
        actor,
        facts,
        origin=Origin.DIGITISED,
        confidence=confidence,
        code=results.new_token(),
        replaces=earlier,
        now=now,
    )
    return paper.to_info(local_day(now))


@transaction.atomic
def declare(actor: Actor, *, facts: PaperFacts, replaces: UUID | None = None, now: datetime) -> PaperInfo:
    """Keep a paper its owner brings themselves: marked as not verified, confidence C, never offered to an office.

    The owner is the actor, whatever `facts` says; the file is one they uploaded. Raises PaperNotFound to anybody who is
    no applicant, ActingForAnother, BadPaper, TooMany past 200 such papers.
    """
    account = access_self(actor)
    files.require_own(actor, file_ids=[facts.file_id])
    declared = Paper.objects.filter(owner_number=account.number, origin=Origin.DECLARED.value, state="in_force")
    if declared.count() >= MAX_DECLARED:
        raise TooMany(_("Kho nhận nhiều nhất 200 giấy tờ tự đưa vào. Bỏ bớt giấy tờ không còn dùng rồi thử lại."))
    own = _of(facts, number=account.number, name=account.name)
    earlier = _earlier(own, replaces)
    if earlier is not None and earlier.origin != Origin.DECLARED.value:
        raise PaperNotFound
    paper = write(
        actor,
        own,
        origin=Origin.DECLARED,
        confidence=Confidence.C,
        code=results.new_token(),
        replaces=earlier,
        now=now,
    )
    return paper.to_info(local_day(now))


@transaction.atomic
def put_away(actor: Actor, *, paper_id: UUID, now: datetime) -> PaperInfo:
    """Take one's own declared paper out of use; it stays on record (bỏ giấy tờ tự đưa vào). Raises PaperNotFound."""
    paper = access_own(actor, paper_id=paper_id, lock=True)
    if paper.origin != Origin.DECLARED.value:
        raise PaperNotFound
    take_out(actor, paper, reason="Chủ sở hữu bỏ khỏi kho", now=now)
    return paper.to_info(local_day(now))


@transaction.atomic
def revoke(actor: Actor, *, paper_id: UUID, reason: str, now: datetime) -> PaperInfo:
    """Take a digitised paper out of force: a false one, or a wrong scan; every dossier that used it is told.

    For officers holding `papers.keep` over the unit that kept it. Results are revoked in their own register. Raises
    PaperNotFound, BadPaper without a reason of 10 to 500 characters.
    """
    paper = Paper.objects.select_for_update().filter(pk=paper_id, origin=Origin.DIGITISED.value).first()
    unit = paper.kept_by_unit_id if paper else None
    if paper is None or unit is None or not actor.is_officer or not actor.may(KEEP, unit):
        raise PaperNotFound
    said = clean_line(reason)
    if not 10 <= len(said) <= 500:
        raise BadPaper(fields={"reason": _("Nhập lý do từ 10 đến 500 ký tự")})
    take_out(actor, paper, reason=said, now=now)
    return paper.to_info(local_day(now))


def _earlier(facts: PaperFacts, replaces: UUID | None) -> Paper | None:
    """Return, locked, the version to be replaced: of the same owner and type. Raises PaperNotFound."""
    if replaces is None:
        return None
    found = (
        Paper.objects.select_for_update()
        .filter(pk=replaces, owner_number=owner_number(facts.owner_number), type_code=facts.paper_type)
        .first()
    )
    if found is None:
        raise PaperNotFound
    return found


def _same(facts: PaperFacts) -> Paper | None:
    """Return the paper in force that is this very file of this owner, if it is there."""
    return Paper.objects.filter(
        owner_number=owner_number(facts.owner_number),
        type_code=facts.paper_type,
        number=clean_line(facts.number)[:80],
        state=PaperState.IN_FORCE.value,
        sha256=files.get_info(facts.file_id).sha256,
    ).first()


def _of(facts: PaperFacts, *, number: str, name: str) -> PaperFacts:
    return replace(facts, owner_number=number, owner_name=name, dossier_id=None, dossier_code="")
