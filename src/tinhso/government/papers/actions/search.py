"""An officer looks into one owner's store: for a purpose, for half an hour, on the owner's record."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.government.papers.access import SEE, require_purpose
from tinhso.government.papers.data import PaperInfo
from tinhso.government.papers.errors import BadPaper, PaperNotFound
from tinhso.government.papers.models import Paper, StoreLook
from tinhso.government.papers.queries.store import list_of_owner, record_look
from tinhso.government.papers.rules.owner import owner_number
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import Page

OPEN_FOR: Final = timedelta(minutes=30)
LOOKS_AN_HOUR: Final = 60


@transaction.atomic
def begin_look(actor: Actor, *, number: str, purpose: str, now: datetime) -> UUID:
    """Begin to look into the store of an owner; return what opens its pages for half an hour, to this officer alone.

    Needs `papers.see`. The owner reads who looked and why, whether or not anything was found. Raises Forbidden,
    PurposeNeeded, BadPaper for what can be no number, TooMany past 60 looks a quarter of an hour.
    """
    if not actor.is_officer or actor.account_id is None or not actor.may(SEE):
        raise Forbidden
    said = require_purpose(purpose)
    owner = owner_number(number)
    if not owner:
        raise BadPaper(fields={"number": _("Nhập số định danh cá nhân 12 chữ số hoặc mã số thuế")})
    identity.count_try("papers.look", str(actor.account_id), limit=LOOKS_AN_HOUR, now=now)
    look = StoreLook.objects.create(
        account_id=actor.account_id,
        unit_id=actor.unit_id,
        owner_number=owner,
        purpose=said,
        at=now,
        expires_at=now + OPEN_FOR,
    )
    record_look(actor, owner_number=owner, purpose=said, subject_kind="papers.store_look", subject_id=look.id)
    return look.id


def read_look(actor: Actor, *, look_id: UUID, cursor: str = "", now: datetime) -> tuple[str, str, Page[PaperInfo]]:
    """Return the owner's number, the purpose, and a page of their verified papers. Raises PaperNotFound.

    Begun by another officer, or more than half an hour ago, it looks like one that never was.
    """
    look = _open(actor, look_id, now)
    page = list_of_owner(look.owner_number, cursor=cursor, on=local_day(now), verified_only=True)
    return look.owner_number, look.purpose, page


@transaction.atomic
def open_paper(actor: Actor, *, look_id: UUID, paper_id: UUID, now: datetime) -> UUID:
    """Return the file of a paper found by this look; opening it is on the owner's record. Raises PaperNotFound."""
    look = _open(actor, look_id, now)
    paper = Paper.objects.filter(pk=paper_id, owner_number=look.owner_number).exclude(origin="declared").first()
    if paper is None:
        raise PaperNotFound
    record_look(
        actor,
        owner_number=look.owner_number,
        purpose=f"Mở {paper.name} {paper.number}: {look.purpose}",
        subject_kind="papers.paper",
        subject_id=paper.id,
    )
    return paper.file_id


def _open(actor: Actor, look_id: UUID, now: datetime) -> StoreLook:
    if not actor.is_officer or actor.account_id is None:
        raise PaperNotFound
    found = StoreLook.objects.filter(pk=look_id, account_id=actor.account_id, expires_at__gt=now).first()
    if found is None:
        raise PaperNotFound
    return found
