"""Sharing by consent: one paper, one receiver, one purpose, an end; the owner may end it at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.papers.access import access_own, access_self, own_number
from tinhso.government.papers.actions._write import SUBJECT
from tinhso.government.papers.data import PaperInfo, PaperState, ShareInfo, ShareKind, ShareScope
from tinhso.government.papers.errors import BadShare, PaperNotUsable, ShareNotFound
from tinhso.government.papers.events import PaperShared, ShareEnded
from tinhso.government.papers.models import PaperShare, ShareLook
from tinhso.government.papers.rules.owner import owner_number
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, TooMany
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MAX_DAYS: Final = {ShareKind.AGENCY: 365, ShareKind.PERSON: 90, ShareKind.LINK: 30}
MAX_OPEN: Final = 100
TOKEN_BYTES: Final = 32
CONSENT: Final = (
    "Tôi đồng ý cho người nhận xem giấy tờ này theo đúng mục đích và thời hạn đã chọn;"
    " tôi có thể chấm dứt bất cứ lúc nào."
)


@transaction.atomic
def share_paper(  # noqa: PLR0913 - a share is these facts
    actor: Actor,
    *,
    paper_id: UUID,
    kind: ShareKind,
    purpose: str,
    days: int,
    scope: ShareScope = ShareScope.FACTS,
    unit_id: UUID | None = None,
    receiver_number: str = "",
    consent: bool,
    now: datetime,
) -> ShareInfo:
    """Share one's own paper with an agency, a person by number, or whoever has the link (chia sẻ theo sự đồng ý).

    Consent is said for this one share, never by default (Law 91/2025/QH15); its words are kept. Ends after `days`: at
    most 365 for an agency, 90 for a person, 30 for a link. A link's token (256 bits) is in the answer and nowhere else:
    only its SHA-256 is kept. Raises PaperNotFound, PaperNotUsable for a paper out of force, BadShare naming each
    field, TooMany past 100 open shares.
    """
    paper = access_own(actor, paper_id=paper_id)
    if paper.state != PaperState.IN_FORCE.value or actor.account_id is None:
        raise PaperNotUsable
    receiver, errors = _receiver(kind, unit_id, receiver_number)
    if kind is ShareKind.PERSON and owner_number(receiver_number) == paper.owner_number:
        errors["receiver_number"] = _("Nhập số định danh của người khác")
    errors |= _faults(kind, purpose, days, consent=consent)
    if errors:
        raise BadShare(fields=errors)
    open_shares = PaperShare.objects.filter(owner_number=paper.owner_number, ended_at=None, expires_at__gt=now)
    if open_shares.count() >= MAX_OPEN:
        raise TooMany(_("Ông/Bà đang có 100 lượt chia sẻ còn hạn. Chấm dứt bớt rồi chia sẻ tiếp."))
    token = secrets.token_urlsafe(TOKEN_BYTES) if kind is ShareKind.LINK else ""
    share = PaperShare.objects.create(
        paper=paper,
        owner_number=paper.owner_number,
        granted_by=actor.account_id,
        kind=kind.value,
        unit_id=unit_id if kind is ShareKind.AGENCY else None,
        receiver_number=owner_number(receiver_number) if kind is ShareKind.PERSON else "",
        receiver=receiver,
        token_hash=hash_of(token) if token else "",
        purpose=clean_line(purpose)[:300],
        scope=scope.value,
        consent=CONSENT,
        granted_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.record(
        actor,
        verb="papers.shared",
        subject_kind=SUBJECT,
        subject_id=paper.id,
        person_id=actor.account_id,
        purpose=share.purpose,
        detail={"share": share.id, "kind": share.kind, "scope": share.scope, "expires_at": share.expires_at},
    )
    announce(PaperShared(share.id, paper.id, share.kind, share.expires_at), actor=actor)
    return share.to_info(token=token)


def _receiver(kind: ShareKind, unit_id: UUID | None, number: str) -> tuple[str, dict[str, str]]:
    """Return who gets it, in words, and what is wrong with it."""
    if kind is ShareKind.LINK:
        return _("Người có đường dẫn"), {}
    if kind is ShareKind.PERSON:
        found = owner_number(number)
        masked = f"{'•' * max(len(found) - 4, 0)}{found[-4:]}"
        return masked, {} if found else {"receiver_number": _("Nhập số định danh hoặc mã số thuế của người nhận")}
    try:
        unit = organisations.get_unit(unit_id) if unit_id else None
    except DomainError:
        unit = None
    if unit is None or not unit.is_agency:
        return "", {"unit": _("Chọn cơ quan nhận")}
    return organisations.full_name(unit.id)[:200], {}


def _faults(kind: ShareKind, purpose: str, days: int, *, consent: bool) -> dict[str, str]:
    errors = {}
    if not 5 <= len(clean_line(purpose)) <= 300:
        errors["purpose"] = _("Ghi mục đích chia sẻ từ 5 đến 300 ký tự")
    if not 1 <= days <= MAX_DAYS[kind]:
        errors["days"] = _("Chọn thời hạn từ 1 đến %(days)d ngày") % {"days": MAX_DAYS[kind]}
    if not consent:
        errors["consent"] = _("Đánh dấu đồng ý để chia sẻ")
    return errors


@transaction.atomic
def end_share(actor: Actor, *, share_id: UUID, now: datetime) -> ShareInfo:
    """End one's own share at once; ending it again changes nothing. Raises ShareNotFound for anybody else's.

    It only protects: no better proof of identity is asked for than to be signed in.
    """
    share = (
        PaperShare.objects.select_for_update(of=("self",))
        .select_related("paper")
        .filter(pk=share_id, owner_number=access_self(actor).number)
        .first()
    )
    if share is None:
        raise ShareNotFound
    if share.ended_at is None:
        share.ended_at = now
        share.save(update_fields=["ended_at"])
        audit.record(
            actor,
            verb="papers.share_ended",
            subject_kind=SUBJECT,
            subject_id=share.paper_id,
            person_id=actor.account_id,
            detail={"share": share.id},
        )
        announce(ShareEnded(share.id, share.paper_id), actor=actor)
    return share.to_info()


@transaction.atomic
def end_shares_granted_before(account_id: UUID, *, now: datetime) -> int:
    """End what was shared from a store before its holder was proven: who did that may have been somebody else.

    For the house itself; return how many. The holder sees them ended and may share again.
    """
    rows = PaperShare.objects.filter(granted_by=account_id, ended_at=None, granted_at__lt=now)
    ended = list(rows.select_for_update().order_by("id"))
    PaperShare.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=now)
    for share in ended:
        audit.record(
            SYSTEM,
            verb="papers.share_ended",
            subject_kind=SUBJECT,
            subject_id=share.paper_id,
            person_id=account_id,
            detail={"share": share.id},
        )
        announce(ShareEnded(share.id, share.paper_id), actor=SYSTEM)
    return len(ended)


@transaction.atomic
def open_share(actor: Actor, *, share_id: UUID, what: ShareScope, now: datetime) -> tuple[PaperInfo, ShareInfo]:
    """Return a paper shared with this person or with this officer's agency. Each look is on record.

    Raises ShareNotFound for everybody else, and once it has ended, expired, or allows less than `what`;
    access.AssuranceTooLow, ActingForAnother.
    """
    share = PaperShare.objects.select_related("paper").filter(_received(actor), pk=share_id).first()
    if share is None:
        raise ShareNotFound
    return _opened(actor, share, what, now)


def _received(actor: Actor) -> Q:
    """Return the condition "given to this person, or to the agency this officer works in"."""
    if actor.is_officer and actor.unit_id is not None:
        return Q(kind=ShareKind.AGENCY.value, unit_id=actor.unit_id)
    if actor.is_applicant:
        return Q(kind=ShareKind.PERSON.value, receiver_number=own_number(actor))
    raise ShareNotFound


@transaction.atomic
def open_link(actor: Actor, *, token: str, what: ShareScope, now: datetime) -> tuple[PaperInfo, ShareInfo]:
    """Return a paper shared by link to whoever holds the link. Each look is on record, with the address it came from.

    Raises ShareNotFound for a wrong token, and once it has ended, expired, or allows less than `what`.
    """
    share = PaperShare.objects.select_related("paper").filter(token_hash=hash_of(token[:200])).first()
    if share is None:
        raise ShareNotFound
    return _opened(actor, share, what, now)


def _opened(actor: Actor, share: PaperShare, what: ShareScope, now: datetime) -> tuple[PaperInfo, ShareInfo]:
    allowed = what is ShareScope.FACTS or share.scope == ShareScope.FILE.value
    if not (share.to_info().is_open(now) and allowed):
        raise ShareNotFound
    ShareLook.objects.create(
        share=share,
        at=now,
        account_id=actor.account_id,
        who=actor.name[:200],
        address=clean_line(actor.address)[:80],
        what=what.value,
    )
    audit.record(
        actor,
        verb=audit.READ_VERB,
        subject_kind=SUBJECT,
        subject_id=share.paper_id,
        person_id=identity.person_id(share.owner_number),
        purpose=f"Xem giấy tờ được chia sẻ: {share.purpose}",
    )
    return share.paper.to_info(local_day(now)), share.to_info()


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal: a token of 256 random bits needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
