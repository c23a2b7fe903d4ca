"""Who handed something in for somebody else: written with the filing, in its transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import personal_number
from tinhso.foundation.mandates.data import Consent, FilingInfo
from tinhso.foundation.mandates.errors import BadMandate
from tinhso.foundation.mandates.models import Filing
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.rows import Rows
from tinhso.kernel.text import clean_line

MAX_FILED: Final = 1000
_FILINGS: Final = Rows(Filing)


@dataclass(frozen=True, slots=True)
class Helper:
    """Who brings somebody else's papers to the desk, as their identity paper says; `title` is the relation.

    Where the person is there themselves and the officer only writes for them (`Consent.PRESENT`), it is the officer,
    whose number nobody asks. `phone` is where news of the matter reaches somebody.
    """

    name: str
    number: str
    title: str
    phone: str = ""
    consent: Consent = Consent.SIGNED
    consent_note: str = ""


def note_filing(actor: Actor, *, subject_kind: str, subject_id: UUID, now: datetime) -> None:
    """Write that the actor hands this in for whom they act for; nothing for those who act for themselves.

    Called in the transaction of the verb, which has passed its own gate; the verb's audit entry names both.
    """
    if actor.behalf is None or actor.account_id is None:
        return
    Filing.objects.create(
        subject_id=subject_id,
        subject_kind=subject_kind,
        principal_id=actor.behalf.account_id,
        agent_id=actor.account_id,
        name=actor.name[:200],
        number=identity.get_account(actor.account_id).number,
        title=actor.behalf.title,
        at=now,
    )


@transaction.atomic
def note_helper(actor: Actor, *, subject_kind: str, subject_id: UUID, helper: Helper, now: datetime) -> FilingInfo:
    """Write that somebody else brought this to the desk (nộp hộ), and how the person it is for agreed.

    The caller, a verb at the desk, has passed its own gate. Consent by a fingerprint needs a note of who witnessed it.
    Raises Forbidden for anybody but officers, BadMandate naming the field.
    """
    if not actor.is_officer:
        raise Forbidden
    checked = check_helper(helper, now=now)
    filing = Filing(
        subject_id=subject_id,
        subject_kind=subject_kind,
        name=checked.name,
        number=checked.number,
        title=checked.title,
        phone=checked.phone,
        consent=checked.consent.value,
        consent_note=checked.consent_note,
        at=now,
    )
    filing.save(force_insert=True)
    audit.record(
        actor,
        verb="mandates.helper_noted",
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail={"consent": checked.consent.value},
    )
    return filing.to_info()


def check_helper(helper: Helper, *, now: datetime) -> Helper:
    """Return a helper's facts clean. Raises BadMandate; its `fields` are name, number, title, phone, consent_note."""
    name, title = clean_line(helper.name)[:200], clean_line(helper.title)[:100]
    note = clean_line(helper.consent_note)[:200]
    wrong: dict[str, str] = {}
    if not name:
        wrong["name"] = _("Nhập họ, chữ đệm và tên người nộp hộ như trên giấy tờ.")
    if not title:
        wrong["title"] = _("Nhập quan hệ với người yêu cầu, ví dụ: cháu.")
    if helper.consent is Consent.FINGERPRINT and not note:
        wrong["consent_note"] = _("Ghi tên người làm chứng khi người yêu cầu điểm chỉ.")
    if helper.consent is Consent.MANDATE:
        wrong["consent"] = _("Chọn cách người yêu cầu đã đồng ý.")
    number = _number(helper, wrong, now=now)
    phone = _phone(helper, wrong)
    if wrong:
        raise BadMandate(next(iter(wrong.values())), fields=wrong)
    return Helper(name, number, title, phone, helper.consent, note)


def _number(helper: Helper, wrong: dict[str, str], *, now: datetime) -> str:
    if helper.consent is Consent.PRESENT:
        return ""
    try:
        return personal_number.check(helper.number, on=local_day(now)).value
    except DomainError as refusal:
        wrong["number"] = refusal.sentence
        return ""


def _phone(helper: Helper, wrong: dict[str, str]) -> str:
    try:
        return identity.check_phone(helper.phone) if helper.phone.strip() else ""
    except DomainError as refusal:
        wrong["phone"] = refusal.sentence
        return ""


def find_filing(subject_id: UUID) -> FilingInfo | None:
    """Return who handed this in for somebody else; None when the applicant did. The caller passed its own gate."""
    found = _FILINGS.find("t.subject_id = %s", [subject_id])
    return found[0].to_info() if found else None


def find_filings(subject_ids: Iterable[UUID]) -> dict[UUID, FilingInfo]:
    """Return who handed these in for somebody else, by subject; those their applicant handed in are left out."""
    return {row.subject_id: row.to_info() for row in Filing.objects.filter(pk__in=list(subject_ids))}


def filed_by(agent_id: UUID, *, subject_kind: str, principal_id: UUID | None = None) -> list[UUID]:
    """Return what an agent handed in for `principal_id`, or for anybody, newest first, at most 1,000 ids."""
    rows = Filing.objects.filter(agent_id=agent_id, subject_kind=subject_kind)
    if principal_id is not None:
        rows = rows.filter(principal_id=principal_id)
    return list(rows.order_by("-subject_id").values_list("subject_id", flat=True)[:MAX_FILED])
