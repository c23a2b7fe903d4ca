"""The counter without the network: what a desk needs beforehand, and what it brings back afterwards.

A desk takes a block of temporary numbers and the empty sheets of its unit's procedures while the server answers. What
it then receives stands in the browser under a temporary number, which is also the key by which it comes in once: the
number, the dossier and everything that follows commit together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access
from tinhso.foundation.audit import public as audit
from tinhso.foundation.forms import public as forms
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Conflict, DomainError, Forbidden
from tinhso.portals.officer import intake, presenting
from tinhso.portals.officer.intake import Sheet
from tinhso.ui.parse import choice_of, count_of

RECEIVE: Final = "dossiers.receive"
SERIES: Final = numbering.Series("officer.offline", numbering.Period.DAY, "{owner}-TAM-{on:%y%m%d}-{n:04d}")
BLOCK: Final = 20
MAX_FIELDS: Final = 1000
MAX_SHEETS: Final = 60
_FORMS: Final = (dossiers.PaperForm.ORIGINAL, dossiers.PaperForm.CERTIFIED, dossiers.PaperForm.PHOTO)


class TwinFound(Conflict):
    """The same person filed the same procedure in the last thirty days."""

    code = "officer.twin_found"
    sentence = "Người này đã nộp cùng thủ tục trong 30 ngày qua. Xem lại, nếu vẫn là hồ sơ khác thì gửi lần nữa."


@dataclass(frozen=True, slots=True)
class Brought:
    """One dossier a desk received while it was alone."""

    block_id: UUID
    n: int
    procedure_code: str
    post: QueryDict
    at: str
    is_twin_seen: bool


def is_on() -> bool:
    """Tell whether desks of this installation may work without the network."""
    return bool(settings.OFFLINE_COUNTER)


def require_desk(actor: Actor) -> UUID:
    """Return the unit of an officer who receives at a counter. Raises Forbidden."""
    access.ability_required(actor, RECEIVE)
    if actor.unit_id is None:
        raise Forbidden
    return actor.unit_id


def provisions(actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Return what a desk takes along: its numbers and the empty sheets of its procedures; nothing of any person."""
    unit_id = require_desk(actor)
    block = numbering.open_block(actor, SERIES, on=local_day(now))
    offered = [one for one in procedures.offered_at(unit_id) if one.counter][:MAX_SHEETS]
    return {
        "unit": actor.unit_name,
        "officer": str(actor.account_id),
        "day": local_day(now).isoformat(),
        "block": _block(block) if block else None,
        "procedures": [_sheet(procedures.get_current(one.code)) for one in offered],
    }


def _block(block: numbering.BlockInfo) -> dict[str, Any]:
    codes = {str(n): SERIES.write(owner=block.owner, on=block.day, n=n) for n in block.open}
    return {"id": str(block.id), "day": block.day.isoformat(), "codes": codes}


def _sheet(version: procedures.ProcedureVersion) -> dict[str, Any]:
    context = {
        "version": version,
        "pages": [(one.title.text("vi"), one) for one in version.form.pages],
        "papers": [component for component in version.components if not component.from_form],
        "forms": [(form.value, presenting.FORM_TITLES[form.value]) for form in _FORMS],
        "deliveries": [(d.value, presenting.DELIVERY_TITLES[d.value]) for d in dossiers.Delivery],
    }
    return {
        "code": version.code,
        "short": version.info.short_code,
        "name": version.name,
        "html": render_to_string("officer/_offline_sheet.html", context),
        "rules": [_rule(field) for field in version.form.fields.values() if "*" not in field.pointer],
    }


def _rule(field: forms.Field) -> dict[str, Any]:
    """Return what a browser can check of a question alone; the rest the server says when the dossier comes in."""
    return {
        "name": field.pointer,
        "title": field.title.vi,
        "required": field.required and field.when is None,
        "max": field.max_length,
        "pattern": field.pattern.pattern if field.pattern else "",
    }


def take_block(actor: Actor, *, place: str, now: datetime) -> dict[str, Any]:
    """Give the desk its next numbers, unless it still has some of today's."""
    unit_id = require_desk(actor)
    day = local_day(now)
    block = numbering.open_block(actor, SERIES, on=day) or numbering.reserve_block(
        actor,
        SERIES,
        owner=organisations.agency_of(unit_id).code,
        unit_id=unit_id,
        on=day,
        count=BLOCK,
        place=place,
        now=now,
    )
    return _block(block)


@transaction.atomic
def bring_in(actor: Actor, brought: Brought, *, now: datetime) -> tuple[dossiers.DossierInfo, bool]:
    """Receive what the desk took in alone, once; return it and whether it had come in before.

    The promise is counted from now, when the house has it; the moment at the desk is in the audit. Raises BlockMissing,
    NumberNotInBlock, TwinFound, and what `receive_at_counter` refuses: the desk then shows it and sends it again.
    """
    unit_id = require_desk(actor)
    earlier = numbering.find_subject(actor, block_id=brought.block_id, n=brought.n)
    if earlier is not None:
        return dossiers.get_dossier(actor, dossier_id=earlier).info, True
    sheet = _read(brought, unit_id)
    twins = dossiers.recent_duplicates(actor, number=sheet.number, procedure_code=brought.procedure_code, now=now)
    if twins and not brought.is_twin_seen:
        raise TwinFound(_(TwinFound.sentence), fields={"twins": ", ".join(twin.code for twin in twins)})
    info = dossiers.receive_at_counter(
        actor,
        procedure_code=brought.procedure_code,
        unit_id=unit_id,
        data=sheet.data,
        papers=intake.papers_given(sheet),
        delivery=sheet.delivery,
        now=now,
    )
    numbering.use_number(actor, block_id=brought.block_id, n=brought.n, subject_id=info.id, now=now)
    audit.record(
        actor,
        verb="officer.offline_brought_in",
        subject_kind="dossier",
        subject_id=info.id,
        unit_id=unit_id,
        detail={"number": brought.n, "block": str(brought.block_id), "at": brought.at[:40]},
    )
    work.queue_print(actor, subject_id=info.id, paper="receipt", code=info.code, now=now)
    return info, False


def _read(brought: Brought, unit_id: UUID) -> Sheet:
    sheet = Sheet(unit_id)
    if not intake.choose(sheet, brought.procedure_code) or sheet.version is None:
        raise DomainError(_("Đơn vị không còn tiếp nhận thủ tục này tại quầy. Chọn lại thủ tục."))
    post = brought.post
    sheet.data = forms.read_all(sheet.version.form, post)
    sheet.delivery = choice_of(dossiers.Delivery, post.get("nhan_ket_qua", ""), dossiers.Delivery.COUNTER)
    for row in sheet.papers:
        name = f"gt_{row.component.code}"
        row.form = post.get(f"{name}_hinh_thuc", "")
        row.count = count_of(post.get(f"{name}_so", ""), default=1, highest=intake.MAX_COPIES)
    return sheet


def read_brought(raw: Any) -> Brought | None:
    """Return what a desk sent, None when it is not in shape."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("fields"), list) or len(raw["fields"]) > MAX_FIELDS:
        return None
    post = QueryDict(mutable=True)
    try:
        for name, value in raw["fields"]:
            post.appendlist(str(name)[:200], str(value)[:10_000])
        return Brought(
            block_id=UUID(str(raw.get("block"))),
            n=int(str(raw.get("n"))[:9]),
            procedure_code=str(raw.get("procedure"))[:20],
            post=post,
            at=str(raw.get("at"))[:40],
            is_twin_seen=raw.get("twin_seen") is True,
        )
    except (TypeError, ValueError):
        return None
