"""The counter asks the national population database: the sheet's applicant, for receiving this dossier."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.data.population import public as population
from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import DomainError, Unavailable
from tinhso.ui.parse import uuid_of

if TYPE_CHECKING:
    from tinhso.portals.officer.intake import Sheet

KIND: Final = "desk_visit"
PURPOSE: Final = "tiếp nhận hồ sơ"


def own_visit(actor: Actor, text: str) -> UUID | None:
    """Return the visit a sheet belongs to, when this officer opened it; None otherwise."""
    visit_id = uuid_of(text)
    return visit_id if visit_id and population.is_own_visit(actor, visit_id=visit_id) else None


def name_on_card(scan: str) -> str:
    """Return the name a scanned card bears, "" when the scanner's input method destroyed it."""
    card = population.read_card(scan)
    return card.name if card else ""


def fill(actor: Actor, sheet: "Sheet", *, now: datetime) -> None:
    """Ask for the applicant on the sheet and fill in what came; a source in trouble leaves the sheet as it is.

    Then a verification waits, and the applicant is «chưa xác minh» meanwhile. Without number, name and birth date all
    three there is nothing to ask yet.
    """
    given = sheet.data.get("applicant")
    typed: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    number, name, birth = sheet.number, str(typed.get("name") or sheet.scanned_name), str(typed.get("birth_on") or "")
    if sheet.version is None or not (number and name and birth):
        if not sheet.scanned_name:
            sheet.errors["dan_cu"] = _("Nhập số định danh, họ tên và ngày sinh của người nộp rồi đối chiếu.")
        return
    if not population.is_connected():
        if not sheet.scanned_name:
            sheet.errors["dan_cu"] = population.NotConnected.sentence
        return
    asked: dict[str, Any] = {"number": number, "name": name, "birth": birth, "purpose": PURPOSE, "subject_kind": KIND}
    visit_id = sheet.visit_id or population.open_visit(actor, note=f"{PURPOSE}: {sheet.version.name}", now=now)
    sheet.visit_id = visit_id
    try:
        person = population.look_up(actor, **asked, subject_id=visit_id, now=now)
    except Unavailable as refusal:
        population.check_later(actor, **asked, subject_id=visit_id, now=now)
        sheet.errors["dan_cu"] = refusal.sentence
    except DomainError as refusal:
        sheet.errors["dan_cu"] = " ".join(refusal.fields.values()) or refusal.sentence
    else:
        sheet.data = forms.lay_known(sheet.version.form, sheet.data, _marked(person, locked=True))


def known(sheet: "Sheet") -> dict[str, forms.Known]:
    """Return what was fetched for this visit, to mark answers that come from it; the officer may still change them."""
    if sheet.visit_id is None or not sheet.number:
        return {}
    person = population.find_person(subject_kind=KIND, subject_id=sheet.visit_id, number=sheet.number)
    return _marked(person, locked=False) if person else {}


def hand_on(sheet: "Sheet", info: dossiers.DossierInfo) -> None:
    """Hand what was fetched for the visit to the dossier that came of it."""
    if sheet.visit_id is not None:
        population.rebind(from_kind=KIND, from_id=sheet.visit_id, to_kind="dossier", to_id=info.id, code=info.code)


def _marked(person: population.Person, *, locked: bool) -> dict[str, forms.Known]:
    when = to_local(person.fetched_at)
    source = _("Từ CSDL quốc gia về dân cư, lúc %(time)s") % {"time": f"{when:%H:%M}"}
    return {
        word: forms.Known(value, source, is_locked=locked and word in population.OF_THE_STATE)
        for word, value in population.prefill_values(person).items()
    }
