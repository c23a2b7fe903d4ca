"""The papers of a dossier after it was received: counted again at the desk, and joined by what was scanned of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.government.dossiers.access import PROCESS, RECEIVE, access_dossier, may_here
from tinhso.government.dossiers.actions._write import finish, note
from tinhso.government.dossiers.data import OPEN, DossierInfo, PaperCount, PaperForm, PaperInfo, PaperOrigin, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked, NotYourStep
from tinhso.government.dossiers.models import Dossier, DossierPaper
from tinhso.government.dossiers.rules.handed_in import ON_PAPER, changed, counted
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor

MAX_COPIES: Final = 99
MAX_COMPONENTS: Final = 60


@transaction.atomic
@outbox.gathering()
def record_papers(actor: Actor, *, dossier_id: UUID, counts: Sequence[PaperCount], now: datetime) -> DossierInfo:
    """Write down what paper of a dossier really lies on the desk, and how: the receipt lists it so from now on.

    What was written before is kept, withdrawn; scans stay with their component. The same counts twice change nothing.
    For who receives or processes the dossier, while it is open. Raises DossierNotFound, NotYourStep, IllegalMove once
    it has ended, NothingAsked for a component it does not have, more than 99 copies, or no copy of what was scanned.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    if not (may_here(actor, RECEIVE, dossier) or actor.may(PROCESS, dossier.unit_id)):
        raise NotYourStep(_("Chỉ người tiếp nhận hoặc thụ lý hồ sơ mới ghi lại giấy tờ đã nhận được."))
    if Status(dossier.status) not in OPEN:
        raise IllegalMove(_("Hồ sơ đã kết thúc nên không ghi lại giấy tờ được."))
    rows = list(dossier.papers.filter(withdrawn_at=None, origin=PaperOrigin.HANDED_IN).order_by("id"))
    fresh = changed([row.to_info() for row in rows], counts[:MAX_COMPONENTS])
    if not fresh:
        return dossier.to_info()
    names = _names(dossier, rows)
    for one in fresh:
        _require_countable(one, names)
        _write(dossier, one, [row for row in rows if row.component == one.component], names[one.component], now)
    facts = {"names": "; ".join(names[one.component] for one in fresh)[:500]}
    line = note(actor, dossier, "papers_recorded", now=now, facts=facts)
    finish(actor, dossier, line, verb="dossiers.papers_recorded", facts=[], now=now)
    return dossier.to_info()


def _names(dossier: Dossier, rows: Sequence[DossierPaper]) -> dict[str, str]:
    version = procedures.get_version(dossier.version_id)
    return {one.code: one.name for one in version.components} | {row.component: row.name for row in rows}


def _require_countable(one: PaperCount, names: dict[str, str]) -> None:
    if one.component not in names:
        raise NothingAsked(_("Thành phần này không có trong hồ sơ. Tải lại trang rồi ghi lại."))
    if any(not 0 <= count <= MAX_COPIES for count in (one.originals, one.certified, one.photos)):
        raise NothingAsked(_("Nhập số bản từ 0 đến 99."))


def _write(dossier: Dossier, one: PaperCount, rows: Sequence[DossierPaper], name: str, now: datetime) -> None:
    """Put the new count in place of the old; the files of the old stay, under the first kind that was counted."""
    old = [row for row in rows if row.form in ON_PAPER]
    scans = [row for row in old if row.file_id is not None]
    kinds = counted(one)
    if not kinds and scans:
        words = _("«%(name)s» đã có bản quét kèm theo. Ghi ít nhất một bản, hoặc bỏ bản quét trước.") % {"name": name}
        raise NothingAsked(words, fields={f"papers/{one.component}": words})
    DossierPaper.objects.filter(pk__in=[row.pk for row in old]).update(withdrawn_at=now)
    new = []
    for place, (form, count) in enumerate(kinds):
        held = [row.file_id for row in scans] if place == 0 and scans else [None]
        new += [
            DossierPaper(
                dossier=dossier,
                component=one.component,
                name=name,
                form=form,
                count=count,
                file_id=file_id,
                supplement_id=_supplement(old),
            )
            for file_id in held
        ]
    DossierPaper.objects.bulk_create(new)


def _supplement(rows: Sequence[DossierPaper]) -> UUID | None:
    """Return the request a component was handed in for; what came with the dossier itself answers none."""
    return None if not rows or any(row.supplement_id is None for row in rows) else rows[-1].supplement_id


def add_digitised(actor: Actor, *, dossier_id: UUID, component: str, file_id: UUID) -> PaperInfo:
    """Put the signed copy made of a component's paper among the papers of the dossier (tình trạng số hóa 1).

    Inside the caller's transaction, who has checked the scan and who may make it. The same file twice is there once.
    Raises DossierNotFound, NothingAsked for a component the dossier does not have.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    names = _names(dossier, list(dossier.papers.filter(component=component)))
    if component not in names:
        raise NothingAsked(_("Thành phần này không có trong hồ sơ. Tải lại trang rồi làm lại."))
    paper, _made = DossierPaper.objects.get_or_create(
        dossier=dossier,
        component=component,
        file_id=file_id,
        origin=PaperOrigin.DIGITISED,
        defaults={"name": names[component], "form": PaperForm.ELECTRONIC, "count": 1},
    )
    return paper.to_info()


def withdraw_digitised(actor: Actor, *, dossier_id: UUID, component: str, file_id: UUID, now: datetime) -> None:
    """Take a copy that was found wanting off the papers of a dossier; it stays on record. Twice is once."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    rows = dossier.papers.filter(component=component, file_id=file_id, origin=PaperOrigin.DIGITISED, withdrawn_at=None)
    rows.update(withdrawn_at=now)
