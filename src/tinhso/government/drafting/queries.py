"""Reads of drafting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.drafting import access, layouts
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.actions._turns import may_write
from tinhso.government.drafting.actions.writing import proposed_merge
from tinhso.government.drafting.data import (
    PASS_WORK,
    SIGN_WORK,
    Content,
    Detail,
    DraftInfo,
    Slip,
    Status,
    StepKind,
    StepState,
    VersionInfo,
)
from tinhso.government.drafting.errors import DraftMissing
from tinhso.government.drafting.models import (
    Draft,
    DraftCheckout,
    DraftOpinion,
    DraftStep,
    DraftVersion,
    SubmissionSlip,
)
from tinhso.government.drafting.rules import comparing
from tinhso.government.drafting.rules.content import boxes_of, from_json
from tinhso.government.drafting.signing_data import SigningInfo, SigningStage, SigningState
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.paging import Page, page_by_key

MOST: Final = 500
UNDER_WAY: Final = (Status.DRAFTING.value, Status.IN_REVIEW.value, Status.SIGNING.value)


def list_drafts(actor: Actor, *, box: str = "", cursor: str = "", size: int | None = None) -> Page[DraftInfo]:
    """Return the drafts this actor may open, the newest first.

    `box` is "mine" (written by them), "waiting" (before them, or being signed by them), "to_issue" (signed, for who
    issues, until it is issued), "done" (issued or dropped), or every one. Two queries.
    """
    rows = access.drafts(actor)
    current = DraftStep.objects.filter(state=StepState.CURRENT.value)
    match box:
        case "mine":
            rows = rows.filter(author_id=access.account_of(actor), status__in=UNDER_WAY)
        case "waiting":
            rows = rows.filter(pk__in=current.filter(reviewer_id=access.account_of(actor)).values("draft_id"))
        case "to_issue":
            rows = rows.filter(status__in=access.TO_ISSUE)
        case "done":
            rows = rows.filter(status__in=[Status.ISSUED.value, Status.DROPPED.value])
        case _:
            pass
    page = page_by_key(rows, lambda row: row, cursor=cursor, size=size)
    return Page(_infos(page.items), page.next_cursor)


def signable(actor: Actor, drafts: Sequence[DraftInfo]) -> set[UUID]:
    """Return which of these drafts lie before this actor to be signed, with nothing to choose on their slip."""
    mine = DraftStep.objects.filter(
        draft_id__in=[one.id for one in drafts if one.status is Status.IN_REVIEW],
        state=StepState.CURRENT.value,
        kind=StepKind.SIGN.value,
        reviewer_id=access.account_of(actor),
    )
    found = set(mine.values_list("draft_id", flat=True))
    slips = SubmissionSlip.objects.filter(draft_id__in=found, round=F("draft__round")).exclude(options=[])
    return found - set(slips.values_list("draft_id", flat=True))


def next_before(actor: Actor) -> UUID | None:
    """Return the draft this person is to sign or pass next, in the order of the inbox; None when none waits."""
    for kind in (SIGN_WORK, PASS_WORK):
        page = work.list_items(actor, box=work.Box.MINE, filters=work.Filters(kind=kind), size=1)
        if page.items:
            return page.items[0].subject_id
    return None


def _infos(rows: Iterable[Draft]) -> list[DraftInfo]:
    found = list(rows)
    steps = DraftStep.objects.filter(draft__in=found, state=StepState.CURRENT.value)
    before = dict(steps.values_list("draft_id", "reviewer_name"))
    return [row.to_info(kind_title=layouts.title_of(row.kind), waits_for=before.get(row.id, "")) for row in found]


def get_draft(actor: Actor, *, draft_id: UUID, now: datetime) -> Detail:
    """Return a draft with everything on its page, and what this actor may do with it now. Raises DraftMissing."""
    draft = access.access_draft(actor, draft_id=draft_id)
    versions = list(draft.version_rows.defer("content").order_by("-number")[:MOST])
    opinions = DraftOpinion.objects.filter(round__draft=draft).select_related("round").order_by("round_id", "id")[:MOST]
    signatures = draft.signatures.order_by("-id")
    return Detail(
        info=_infos([draft])[0],
        content=content_of(draft, draft.head),
        versions=tuple(row.to_info() for row in versions),
        steps=tuple(row.to_info() for row in draft.steps.order_by("-round", "place")[:MOST]),
        comments=tuple(row.to_info() for row in draft.comments.order_by("id")[:MOST]),
        opinions=tuple(row.to_info() for row in opinions),
        signatures=tuple(row.to_info() for row in signatures),
        writers=tuple(draft.members.filter(may_write=True).values_list("member_id", "name").order_by("id")),
        slip=_slip(draft),
        may=acts_of(actor, draft),
        signing=_signing(draft),
        paper=papers.find_paper(draft),
        checkout=_held_by(actor, draft, now),
    )


def _slip(draft: Draft) -> Slip | None:
    row = SubmissionSlip.objects.filter(draft=draft, round=draft.round).first()
    return Slip(row.words, tuple(row.options), row.chosen) if row else None


def _held_by(actor: Actor, draft: Draft, now: datetime) -> str:
    held = DraftCheckout.objects.filter(draft=draft, until__gt=now).exclude(writer_id=access.account_of(actor)).first()
    return f"{held.writer_name} ({to_local(held.since):%H:%M})" if held else ""


def content_of(draft: Draft, number: int) -> Content:
    """Return the words of one version; nothing for a version there is not."""
    row = draft.version_rows.filter(number=number).first()
    return from_json(row.content) if row else Content()


def acts_of(actor: Actor, draft: Draft) -> frozenset[str]:
    """Return what the actor may do with a draft now, so that a page shows no button that would be refused."""
    status, found = Status(draft.status), set[str]()
    author = draft.author_id == actor.account_id
    if may_write(actor, draft):
        found |= {"write", "ask"}
    if status is Status.DRAFTING and access.is_writer(actor, draft):
        found |= {"submit", "add_writer"} | ({"drop"} if author else set())
    if status is Status.IN_REVIEW:
        step = draft.steps.filter(state=StepState.CURRENT.value, reviewer_id=access.account_of(actor)).first()
        if step is not None:
            found |= {"return", "sign" if step.kind == StepKind.SIGN else "pass"}
        found |= {"take_back"} if author else set()
    if status in (Status.DRAFTING, Status.IN_REVIEW):
        found.add("comment")
        if DraftOpinion.objects.filter(round__draft=draft, adviser_id=access.account_of(actor)).exists():
            found.add("advise")
    found |= _acts_while_signing(actor, draft)
    if status is Status.SIGNED:
        clerk = access.may_issue(actor, draft)
        found |= ({"issue"} if clerk else set()) | ({"void"} if clerk or draft.signer_id == actor.account_id else set())
    return frozenset(found)


def _acts_while_signing(actor: Actor, draft: Draft) -> set[str]:
    own = draft.status == Status.SIGNING and draft.signer_id == actor.account_id
    clerk = draft.status == Status.SEALING and access.may_issue(actor, draft)
    return {"sign_again", "stop_signing"} if own or clerk else set()


def find_signing(actor: Actor, *, draft_id: UUID) -> SigningInfo | None:
    """Return how far the signature under way is, None when none is. Raises DraftMissing."""
    draft = access.access_draft(actor, draft_id=draft_id)
    return _signing(draft) if draft.status in (Status.SIGNING, Status.SEALING) else None


def _signing(draft: Draft) -> SigningInfo | None:
    """Return the signature under way, or the one that failed while its step waits to be taken again."""
    if draft.status not in (Status.SIGNING, Status.SEALING, Status.IN_REVIEW):
        return None
    row = draft.signings.filter(round=draft.round).order_by("id").last()
    if row is None or row.state not in (SigningState.OPEN, SigningState.FAILED):
        return None
    info = SigningInfo(SigningStage(row.stage), row.who_name, row.code, row.asked_at, row.problem, bool(row.problem))
    if info.has_failed:
        return info
    if row.prepared_id is not None:
        return _by_own_device(info, row.prepared_id)
    asked = next((one for one in signing.requests_of(draft.id) if one.id == row.request_id), None)
    if asked is None or not asked.problem:
        return info
    return replace(info, problem=asked.problem, next_try_at=asked.next_try_at)


def _by_own_device(info: SigningInfo, prepared_id: UUID) -> SigningInfo:
    held = signing.find_prepared(prepared_id)
    if held is None:
        return info
    if held.received_at is None:
        return replace(info, awaits_holder=True, consent_until=held.expires_at)
    return replace(info, problem=held.problem, next_try_at=held.next_try_at if held.problem else None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and how the newer differs, box by box; boxes that are the same in both are left out."""

    older: VersionInfo
    newer: VersionInfo
    boxes: dict[str, list[comparing.Line]]


def compare(actor: Actor, *, draft_id: UUID, older: int, newer: int) -> Comparison:
    """Return how one version differs from another. Raises DraftMissing for a version there is not."""
    draft = access.access_draft(actor, draft_id=draft_id)
    first, second = _version(draft, older), _version(draft, newer)
    found = comparing.compare(boxes_of(from_json(first.content)), boxes_of(from_json(second.content)))
    changed = {name: lines for name, lines in found.items() if any(line.is_changed for line in lines)}
    return Comparison(first.to_info(), second.to_info(), changed)


def _version(draft: Draft, number: int) -> DraftVersion:
    row = draft.version_rows.filter(number=number).first()
    if row is None:
        raise DraftMissing
    return row


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """What two versions make together: `clashes` places where both changed the same lines hold the lines of both."""

    head: int
    side: VersionInfo
    content: Content
    clashes: int
    boxes: dict[str, list[comparing.Line]]


def propose_merge(actor: Actor, *, draft_id: UUID, side: int) -> MergeProposal:
    """Return head and a version beside it put together, for a person to look over. Raises DraftMissing."""
    draft = access.access_draft(actor, draft_id=draft_id)
    row = _version(draft, side)
    if not row.to_info().is_open_side:
        raise DraftMissing
    content, clashes = proposed_merge(draft, row)
    head = content_of(draft, draft.head)
    boxes = comparing.compare(boxes_of(head), boxes_of(from_json(row.content)))
    changed = {name: lines for name, lines in boxes.items() if any(line.is_changed for line in lines)}
    return MergeProposal(draft.head, row.to_info(), content, clashes, changed)


def version_content(actor: Actor, *, draft_id: UUID, number: int) -> tuple[Draft, Content]:
    """Return a draft and the words of one of its versions, for a preview or a file. Raises DraftMissing."""
    draft = access.access_draft(actor, draft_id=draft_id)
    return draft, from_json(_version(draft, number).content)


def signed_file(actor: Actor, *, draft_id: UUID, signature_id: UUID) -> UUID:
    """Return the file of a signature: once voided, the one that says so; its newest version. Raises DraftMissing."""
    draft = access.access_draft(actor, draft_id=draft_id)
    row = draft.signatures.filter(pk=signature_id).first()
    if row is None:
        raise DraftMissing
    return signing.newest_of(row.voided_file_id or row.file_id)
