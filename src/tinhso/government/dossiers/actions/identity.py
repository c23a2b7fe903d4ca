"""What a later answer of the population database means for a dossier (một lần bổ sung, J-09)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions._write import finish, note
from tinhso.government.dossiers.actions.supplement import ask_supplement
from tinhso.government.dossiers.data import Status, SupplementItem
from tinhso.government.dossiers.errors import AlreadyInStore
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM

COMPONENT: Final = "CCCD"
FIELDS: Final[Mapping[str, str]] = {"name": gettext_noop("họ và tên"), "birth": gettext_noop("ngày sinh")}


@transaction.atomic
@outbox.gathering()
def identity_differs(*, dossier_id: UUID, differing: str, now: datetime) -> None:
    """Note that what was declared is not what the population database holds, and ask for it once while that is allowed.

    The applicant is asked once for everything: with a request already made, or past examination, the difference is
    written into the story for the officer and nobody is asked again. The same where the applicant's store holds the
    paper that would be asked for: the officer compares with it (NĐ 45/2020, Điều 16). Safe to call twice.
    """
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    if dossier.timeline.filter(verb="identity_differs").exists():
        return
    named = [_(FIELDS[word]) for word in differing.split(",") if word in FIELDS]
    what = ", ".join(named) or _("thông tin định danh")
    line = note(SYSTEM, dossier, "identity_differs", now=now, facts={"what": what})
    finish(SYSTEM, dossier, line, verb="dossiers.identity_differs", facts=[], now=now)
    if dossier.supplement_count == 0 and lifecycle.may(Status(dossier.status), Move.ASK_SUPPLEMENT):
        item = SupplementItem(
            component=COMPONENT,
            name=_("Giấy tờ chứng minh %(what)s") % {"what": what},
            reason=_("Thông tin đã khai khác với Cơ sở dữ liệu quốc gia về dân cư: %(what)s.") % {"what": what},
        )
        with suppress(AlreadyInStore):
            ask_supplement(SYSTEM, dossier_id=dossier_id, items=[item], now=now)
