"""Builders for tests: a draft begun, a draft before its signer, a draft signed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from tinhso.government.documents import public as documents
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import Content, DraftInfo, NewStep, StepKind
from tinhso.kernel.actors import Actor

MONDAY: Final = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
BODY: Final = "Điều 1. Thành lập Tổ công nghệ số.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký./."


def make_draft(
    actor: Actor, *, kind: str = "quyet_dinh", subject: str = "Về việc thành lập Tổ công nghệ số"
) -> DraftInfo:
    """Begin a draft and give it a body: its second version."""
    made = drafting.start_draft(actor, kind=kind, subject=subject, now=MONDAY)
    content = Content(subject=subject, grounds=("Căn cứ Luật Tổ chức chính quyền địa phương",), body=BODY, archive="VT")
    drafting.save_version(actor, draft_id=made.id, content=content, base=1, now=MONDAY)
    return drafting.get_draft(actor, draft_id=made.id, now=MONDAY).info


def sign_step(signer: Actor) -> NewStep:
    """Return the last step of a chain."""
    return NewStep(StepKind.SIGN, account(signer))


def account(actor: Actor) -> UUID:
    """Return the account of an actor who has one."""
    if actor.account_id is None:
        raise ValueError("this actor has no account")
    return actor.account_id


def make_submitted(actor: Actor, signer: Actor) -> DraftInfo:
    """Put a draft before its signer."""
    made = make_draft(actor)
    return drafting.submit(actor, draft_id=made.id, steps=[sign_step(signer)], head=made.head, now=MONDAY)


def make_signed(actor: Actor, signer: Actor) -> DraftInfo:
    """Put a draft before its signer and have it signed."""
    made = make_submitted(actor, signer)
    return sign_and_wait(signer, draft_id=made.id, head=made.head)


def sign_and_wait(
    signer: Actor, *, draft_id: UUID, head: int, option: int | None = None, now: datetime = MONDAY
) -> DraftInfo:
    """Sign a draft and let the queue run until it is signed (or waits, or has failed), all at `now`."""
    drafting.sign(signer, draft_id=draft_id, head=head, option=option, now=now)
    drafting.settle_signing(draft_id=draft_id, now=now)
    return drafting.get_draft(signer, draft_id=draft_id, now=now).info


def issue_and_wait(
    clerk: Actor,
    *,
    draft_id: UUID,
    recipients: Sequence[documents.Recipient],
    restricted_to: Sequence[UUID] = (),
    now: datetime = MONDAY,
) -> DraftInfo:
    """Number and issue a signed draft and let the queue seal it, all at `now`."""
    drafting.issue(
        clerk, draft_id=draft_id, recipients=recipients, restricted_to=restricted_to, no_secret=True, now=now
    )
    drafting.settle_signing(draft_id=draft_id, now=now)
    return drafting.get_draft(clerk, draft_id=draft_id, now=now).info
