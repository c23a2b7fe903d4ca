"""Who is proposed to take charge of a document, and why: a few rules of content, and what was done before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access, content
from tinhso.government.documents.data import DIRECT_WORK
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.queries.people import StaffInfo, list_staff
from tinhso.government.documents.rules.secrecy import phrases_in
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day
from tinhso.kernel.text import fold

LOOKED_AT: Final = 60
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody proposed to take charge, and the reason in a sentence; nothing is decided by it."""

    account_id: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Routing:
    """Who is proposed, what is proposed to say, and by which day: never after the day the document itself names."""

    people: tuple[Proposal, ...]
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next document to direct, and how many wait in all (counted to 100)."""

    document_id: UUID | None
    count: int


def propose(actor: Actor, *, document_id: UUID) -> Routing:
    """Return whom to give an incoming document to: by words of its subject, and who dealt with its sender before.

    At most three people; a person proposed for both reasons comes first. Raises DocumentMissing.
    """
    row = access.access_document(actor, document_id=document_id)
    staff = list_staff(row.unit_id)
    rule = next(
        (one for one in content.routing_rules() if phrases_in(f"{row.kind_title} {row.subject}", one.words)), None
    )
    reasons: dict[UUID, list[str]] = {}
    if rule is not None and rule.position:
        word = next(iter(phrases_in(f"{row.kind_title} {row.subject}", rule.words)))
        for one in staff:
            if fold(rule.position) in fold(one.title):
                reasons.setdefault(one.account_id, []).append(_("trích yếu có «%(word)s»") % {"word": word})
    for account_id, count, total in _before(row, staff):
        words = _("đã chủ trì %(n)d trong %(all)d văn bản gần đây của cơ quan gửi") % {"n": count, "all": total}
        reasons.setdefault(account_id, []).append(words)
    names = {one.account_id: one.name for one in staff}
    ranked = sorted(reasons, key=lambda one: -len(reasons[one]))[:FEW]
    people = tuple(Proposal(one, names[one], "; ".join(reasons[one])) for one in ranked)
    usual = content.usual_routing()
    due_on = _due_on(row, rule.days if rule else usual.days, today=clock.today())
    return Routing(people, rule.text if rule else usual.text, due_on)


def _due_on(row: Document, days: int, *, today: date) -> date:
    """Return the last of so many working days, or the day the document names when that is sooner and still to come."""
    start = datetime.combine(today, time(8), LOCAL_ZONE)
    allowance = Allowance(Decimal(max(days, 1)), AllowanceUnit.WORKING_DAY)
    found = local_day(calendar.add_working_time(start, allowance, unit_id=row.unit_id))
    return row.due_on if row.due_on and today < row.due_on < found else found


def next_to_direct(actor: Actor, *, after: UUID) -> Waiting:
    """Return which document waits for this person's direction after another one, in the order of the inbox.

    It starts again at the first after the last of 50; none is left when no other waits.
    """
    wanted = work.Filters(kind=DIRECT_WORK)
    boxes = (work.Box.MINE, work.Box.GROUP)
    ids = [one.subject_id for box in boxes for one in work.list_items(actor, box=box, filters=wanted, size=50).items]
    count = sum(work.count_items(actor, box=box, filters=wanted, limit=100) for box in boxes)
    at = ids.index(after) if after in ids else -1
    following = next((one for one in (*ids[at + 1 :], *ids[: max(at, 0)]) if one != after), None)
    return Waiting(following, count)


def _before(row: Document, staff: Sequence[StaffInfo]) -> list[tuple[UUID, int, int]]:
    past = Instruction.objects.filter(
        unit_id=row.unit_id,
        parent=None,
        part=Part.MAIN,
        document__issuer_key=row.issuer_key,
        document__restricted=False,
    ).exclude(document=row.id)
    who = list(past.order_by("-id").values_list("assignee_id", flat=True)[:LOOKED_AT])
    here = {one.account_id for one in staff}
    return [(one, count, len(who)) for one, count in Counter(who).most_common(FEW) if one in here]


def recent_phrases(actor: Actor, *, size: int = 8) -> list[str]:
    """Return what this person wrote on documents lately, each sentence once."""
    if actor.account_id is None:
        return []
    texts = Instruction.objects.filter(giver_id=actor.account_id, depth=0).exclude(text="").order_by("-id")
    return list(dict.fromkeys(texts.values_list("text", flat=True)[:100]))[:size]
