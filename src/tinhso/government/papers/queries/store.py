"""Reads of the store: what may be used again, one's own papers, how a used paper stands now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tinhso.foundation.access import public as gates
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.papers.access import SEE, access_own, filing_number, own_number
from tinhso.government.papers.data import Origin, PaperInfo, PaperState, UseInfo
from tinhso.government.papers.errors import PaperNotFound
from tinhso.government.papers.models import Paper, PaperUse
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import Page, page_by_key
from tinhso.kernel.text import fold

MAX_OFFERED: Final = 50
MAX_VERSIONS: Final = 100
MAX_SUBJECTS: Final = 100
OFFER_PURPOSE: Final = "Kiểm tra giấy tờ đã có trong kho để không yêu cầu nộp lại"


def offer(
    actor: Actor,
    *,
    paper_types: Sequence[str],
    on: date,
    owner_number: str = "",
    purpose: str = OFFER_PURPOSE,
    subject_kind: str = "",
    subject_id: UUID | None = None,
) -> list[PaperInfo]:
    """Return what may be used on a day instead of asking again: in force, of these types, newest first, at most 50.

    A citizen or business gets their own, declared ones too; who acts for somebody gets that person's, if anything
    (`access.filing_number`), and the look is on that person's record. Nothing is offered to who is not proven far
    enough to read a store: they hand the paper in. An officer holding `papers.see` names the owner, gets only verified
    papers, and the look is on record too. Raises Forbidden to anybody else.
    """
    if actor.is_applicant:
        number = filing_number(actor) if gates.is_proven(actor, gates.Gate.READ_STORE) else ""
        rows = list(_usable([number], paper_types, on)[:MAX_OFFERED]) if number else []
        if rows and actor.behalf is not None:
            record_look(actor, owner_number=number, purpose=purpose, subject_kind=subject_kind, subject_id=subject_id)
        return [one.to_info(on) for one in rows]
    if not (actor.is_officer and actor.may(SEE)):
        raise Forbidden
    if not owner_number or not paper_types:
        return []
    found = list(_usable([owner_number], paper_types, on).exclude(origin=Origin.DECLARED.value)[:MAX_OFFERED])
    record_look(actor, owner_number=owner_number, purpose=purpose, subject_kind=subject_kind, subject_id=subject_id)
    return [one.to_info(on) for one in found]


def held_types(owner_number: str, *, paper_types: Iterable[str], on: date) -> frozenset[str]:
    """Return those of `paper_types` of which the store holds a verified paper of this owner that counts on a day.

    For the rule that nobody is asked twice: it tells that there is one, nothing of what stands on it.
    """
    if not owner_number:
        return frozenset()
    rows = _usable([owner_number], list(paper_types), on).exclude(origin=Origin.DECLARED.value)
    return frozenset(rows.order_by().values_list("type_code", flat=True).distinct())


def _usable(numbers: list[str], types: Sequence[str], on: date) -> QuerySet[Paper]:
    return Paper.objects.filter(
        Q(issued_on=None) | Q(issued_on__lte=on),
        Q(valid_until=None) | Q(valid_until__gte=on),
        owner_number__in=numbers,
        type_code__in=list(types),
        state=PaperState.IN_FORCE.value,
    ).order_by("-id")


def record_look(
    actor: Actor, *, owner_number: str, purpose: str, subject_kind: str = "", subject_id: UUID | None = None
) -> None:
    """Write a look into somebody's store on that person's record, whether or not they have an account yet."""
    with transaction.atomic():
        audit.record(
            actor,
            verb=audit.READ_VERB,
            person_id=identity.person_id(owner_number),
            purpose=purpose,
            subject_kind=subject_kind,
            subject_id=subject_id,
        )


def standing(paper_id: UUID, *, on: date) -> PaperState:
    """Return how a paper stands on a day. Raises PaperNotFound. For rooms that used it; tells nothing else."""
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise PaperNotFound
    return paper.to_info(on).state


def uses_of(subject_ids: Sequence[UUID], *, on: date) -> list[UseInfo]:
    """Return what these subjects used and how each paper stands on a day, oldest first, in one query.

    No gate: the room whose subjects they are decides who may ask. At most 100 subjects and 500 uses.
    """
    rows = PaperUse.objects.filter(subject_id__in=list(subject_ids)[:MAX_SUBJECTS]).select_related("paper")
    return [one.to_info(on) for one in rows.order_by("id")[:500]]


def list_papers(
    actor: Actor,
    *,
    type_code: str = "",
    state: str = "",
    words: str = "",
    cursor: str = "",
    size: int | None = None,
    now: datetime,
) -> Page[PaperInfo]:
    """Return the actor's own papers, newest first, page by page; the newest version of each.

    `state` is a PaperState or "" for all. Raises PaperNotFound to anybody who is no applicant, BadCursor.
    """
    return list_of_owner(
        own_number(actor), type_code=type_code, state=state, words=words, cursor=cursor, size=size, on=local_day(now)
    )


def list_of_owner(
    owner_number: str,
    *,
    type_code: str = "",
    state: str = "",
    words: str = "",
    cursor: str = "",
    size: int | None = None,
    on: date,
    verified_only: bool = False,
) -> Page[PaperInfo]:
    """Return one owner's papers, newest first. No gate: inside this room, behind one."""
    rows = Paper.objects.filter(owner_number=owner_number).exclude(state=PaperState.REPLACED.value)
    rows = _in_state(rows, state, on)
    if verified_only:
        rows = rows.exclude(origin=Origin.DECLARED.value)
    if type_code:
        rows = rows.filter(type_code=type_code)
    for word in fold(words)[:100].split()[:8]:
        rows = rows.filter(search_words__contains=word)
    return page_by_key(rows, lambda one: one.to_info(on), cursor=cursor, size=size, default=20)


def _in_state(rows: QuerySet[Paper], state: str, on: date) -> QuerySet[Paper]:
    if state == PaperState.IN_FORCE:
        return rows.filter(Q(valid_until=None) | Q(valid_until__gte=on), state="in_force")
    if state == PaperState.EXPIRED:
        return rows.filter(valid_until__lt=on, state="in_force")
    if state == PaperState.REVOKED:
        return rows.filter(state="revoked")
    return rows


def get_paper(actor: Actor, *, paper_id: UUID, now: datetime) -> PaperInfo:
    """Return one of the actor's own papers. Raises PaperNotFound for anybody else's."""
    return access_own(actor, paper_id=paper_id).to_info(local_day(now))


def list_versions(actor: Actor, *, paper_id: UUID, now: datetime) -> list[PaperInfo]:
    """Return every version of one's own paper, newest first, at most 100. Raises PaperNotFound."""
    paper = access_own(actor, paper_id=paper_id)
    rows = Paper.objects.filter(lineage_id=paper.lineage_id, owner_number=paper.owner_number).order_by("-version")
    return [one.to_info(local_day(now)) for one in rows[:MAX_VERSIONS]]


def list_uses(actor: Actor, *, paper_id: UUID, now: datetime) -> list[UseInfo]:
    """Return where one's own paper was used, newest first, at most 50. Raises PaperNotFound."""
    paper = access_own(actor, paper_id=paper_id)
    rows = paper.uses.select_related("paper").order_by("-id")[:MAX_OFFERED]
    return [one.to_info(local_day(now)) for one in rows]
