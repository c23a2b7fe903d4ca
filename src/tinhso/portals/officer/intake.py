"""The counter's sheet: what has been scanned, chosen, typed and handed in so far; kept in the page between requests."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import public as mandates
from tinhso.government.dossiers import public as dossiers
from tinhso.government.papers import public as papers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.portals.officer import knowing
from tinhso.portals.officer.asking import save_uploads
from tinhso.portals.officer.card import Card, read_card
from tinhso.ui.parse import choice_of, count_of, uuid_of

MAX_COPIES: Final = 999
MAX_FOUND: Final = 8
HELPING: Final = {
    mandates.Consent.PRESENT.value: gettext_noop("Ghi hộ: người yêu cầu có mặt, cán bộ nhập tờ khai giúp"),
    mandates.Consent.SIGNED.value: gettext_noop("Nộp hộ: người yêu cầu đã ký giấy đồng ý"),
    mandates.Consent.FINGERPRINT.value: gettext_noop("Nộp hộ: người yêu cầu điểm chỉ, có người làm chứng"),
}
"""How the applicant agreed that somebody else hands it in."""
HELPER_FIELDS: Final = ("name", "number", "title", "phone", "consent_note")
FROM_STORE: Final = "kho"
"""In place of what is handed in: the applicant's store has it."""


@dataclass(slots=True)
class PaperRow:
    """One component of the procedure: what was handed in for it."""

    component: procedures.Component
    form: str = ""
    count: int = 1
    files: list[UUID] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """Everything on the counter's page."""

    unit_id: UUID
    version: procedures.ProcedureVersion | None = None
    card: Card | None = None
    words: str = ""
    found: list[procedures.ProcedureInfo] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    papers: list[PaperRow] = field(default_factory=list)
    delivery: dossiers.Delivery = dossiers.Delivery.COUNTER
    errors: dict[str, str] = field(default_factory=dict)
    scanned_name: str = ""
    visit_id: UUID | None = None
    helper: dict[str, str] = field(default_factory=dict)
    """Who hands it in for the applicant, as typed; nothing when they do it themselves."""

    @property
    def number(self) -> str:
        """The applicant's personal number, as typed or scanned."""
        given = self.data.get("applicant")
        typed = str(given.get("number") or "") if isinstance(given, Mapping) else ""
        return typed or (self.card.number if self.card else "")


def read_sheet(actor: Actor, request: HttpRequest, unit_id: UUID) -> Sheet:
    """Return the sheet a POST holds; scans it carries are kept at once, so that no later error loses them."""
    post = request.POST
    sheet = Sheet(unit_id, words=post.get("tim_thu_tuc", "").strip()[:100])
    sheet.delivery = choice_of(dossiers.Delivery, post.get("nhan_ket_qua", ""), dossiers.Delivery.COUNTER)
    sheet.card = read_card(post.get("the", ""))
    sheet.visit_id = knowing.own_visit(actor, post.get("luot", ""))
    sheet.helper = _helper_typed(post)
    code = post.get("thu_tuc", "")
    if code:
        choose(sheet, code)
    if sheet.version is not None:
        sheet.data = forms.read_all(sheet.version.form, post)
        forms.change_rows(sheet.version.form, post, sheet.data)
        sheet.papers = [_paper(actor, request, row) for row in sheet.papers]
    return sheet


def _helper_typed(post: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed of who hands it in for the applicant; "" in `consent` means nobody does."""
    consent = post.get("nop_ho", "")
    if consent not in HELPING:
        return {}
    return {"consent": consent} | {name: post.get(f"nop_ho_{name}", "").strip()[:200] for name in HELPER_FIELDS}


def helper(actor: Actor, sheet: Sheet) -> mandates.Helper | None:
    """Return who hands it in for the applicant; the officer where the applicant is there and has it written."""
    typed = sheet.helper
    if not typed:
        return None
    consent = mandates.Consent(typed["consent"])
    if consent is mandates.Consent.PRESENT:
        title = _("Cán bộ tiếp nhận ghi hộ")
        return mandates.Helper(actor.name, "", title, typed["phone"], consent, typed["consent_note"])
    return mandates.Helper(
        typed["name"], typed["number"], typed["title"], typed["phone"], consent, typed["consent_note"]
    )


def choose(sheet: Sheet, code: str) -> bool:
    """Put a procedure on the sheet when this unit offers it at the counter; tell whether it does."""
    try:
        version = procedures.get_current(code)
    except procedures.ProcedureNotFound:
        return False
    if not (version.info.counter and procedures.is_offered_at(version, sheet.unit_id)):
        return False
    version = procedures.at_agency(version, sheet.unit_id)
    if sheet.version is None or sheet.version.id != version.id:
        sheet.version, sheet.data = version, {}
        sheet.papers = [PaperRow(component) for component in version.components if not component.from_form]
    return True


def find(sheet: Sheet, words: str) -> None:
    """Look for a procedure: the only one found, or the one whose short code was typed, is chosen at once."""
    offered = {one.code for one in procedures.offered_at(sheet.unit_id) if one.counter}
    found = [one for one in procedures.search(words) if one.code in offered][:MAX_FOUND]
    exact = [one for one in found if one.short_code == words.strip().upper()]
    only = exact or (found if len(found) == 1 else [])
    if only and choose(sheet, only[0].code):
        sheet.words = ""
    else:
        sheet.words, sheet.found = words, found


def _paper(actor: Actor, request: HttpRequest, row: PaperRow) -> PaperRow:
    post, name = request.POST, f"gt_{row.component.code}"
    row.form = post.get(f"{name}_hinh_thuc", "")
    row.count = count_of(post.get(f"{name}_so", ""), default=1, highest=MAX_COPIES)
    kept = [file_id for text in post.getlist(f"{name}_da_co")[:10] if (file_id := uuid_of(text))]
    files.require_own(actor, file_ids=kept)
    row.files = kept + save_uploads(actor, request, f"{name}_tep")
    row.names = [info.name for info in files.list_infos(row.files)] if row.files else []
    if row.files and not row.form:
        row.form = dossiers.PaperForm.PHOTO.value
    return row


def scan(actor: Actor, sheet: Sheet, text: str) -> None:
    """Take what a card says; what the person's account says besides fills what is still empty, and is on record."""
    card = read_card(text)
    if card is None:
        sheet.errors["quet"] = _("Không đọc được mã trên thẻ. Quét lại hoặc nhập số định danh cá nhân gồm 12 chữ số.")
        return
    sheet.card = card
    if sheet.version is None:
        return
    said = {"number": card.number, "birth_on": card.birth_on}
    asked = {key: value for key, value in said.items() if value and f"/applicant/{key}" in sheet.version.form.fields}
    _lay_over(sheet.data, {"applicant": asked}, replace=True)
    sheet.scanned_name = knowing.name_on_card(text)
    fill_from_account(actor, sheet)


def fill_from_account(actor: Actor, sheet: Sheet) -> None:
    """Fill what is empty from the account that has this number, if there is one; the look is on record."""
    account = identity.find_by_number(sheet.number) if sheet.number and sheet.version else None
    if account is None or sheet.version is None or account.kind != identity.AccountKind.CITIZEN:
        return
    known = {
        "applicant.name": account.name,
        "applicant.number": account.number,
        "applicant.birth_on": account.birth_on.isoformat() if account.birth_on else "",
        "applicant.phone": account.phone,
        "applicant.email": account.email,
    }
    audit.record_read(
        actor,
        person_id=account.id,
        purpose="Tiếp nhận hồ sơ tại quầy",
        subject_kind="account",
        subject_id=account.id,
    )
    _lay_over(sheet.data, forms.prefill(sheet.version.form, {k: v for k, v in known.items() if v}), replace=False)


def _lay_over(data: dict[str, Any], more: Mapping[str, Any], *, replace: bool) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            inner = data.setdefault(key, {})
            if isinstance(inner, dict):
                _lay_over(inner, value, replace=replace)
        elif replace or data.get(key) in (None, ""):
            data[key] = value


def case_of(sheet: Sheet) -> procedures.Case | None:
    """Return the case the answers tell so far; the first one while they tell none."""
    if sheet.version is None:
        return None
    try:
        return procedures.case_of(sheet.version, sheet.data)
    except procedures.CaseUnknown:
        return sheet.version.cases[0]


def promise(sheet: Sheet, *, now: datetime) -> datetime | None:
    """Return when the result would be promised if the sheet were saved now."""
    case = case_of(sheet)
    if case is None or sheet.version is None:
        return None
    allowance = procedures.allowance_for(sheet.version, case.code, "counter")
    return calendar.add_working_time(now, allowance, unit_id=sheet.unit_id)


def fee(sheet: Sheet) -> int:
    """Return what is to be paid at the counter, in đồng."""
    case = case_of(sheet)
    if case is None or sheet.version is None:
        return 0
    lines = procedures.fee_for(
        sheet.version, case.code, "counter", data=forms.check(sheet.version.form, sheet.data).data
    )
    return sum(line.amount.amount for line in lines)


def papers_given(sheet: Sheet) -> list[dossiers.PaperInput]:
    """Return what was handed in: a component with scans once for each file, otherwise the paper itself."""
    given = []
    for row in sheet.papers:
        if row.form == FROM_STORE:
            given.append(dossiers.PaperInput(row.component.code, None, dossiers.PaperForm.ELECTRONIC, 1))
            continue
        form = choice_of(dossiers.PaperForm, row.form, dossiers.PaperForm.ELECTRONIC)
        if not row.form or form is dossiers.PaperForm.ELECTRONIC:
            continue
        code = row.component.code
        given += [dossiers.PaperInput(code, file_id, form, row.count) for file_id in row.files] or [
            dossiers.PaperInput(code, None, form, row.count)
        ]
    return given


def errors_by_id(fields: Mapping[str, str]) -> dict[str, str]:
    """Return refusals of the verb by the id of the control they are about."""
    found = {}
    for pointer, sentence in fields.items():
        if pointer.startswith("papers/"):
            found[f"gt_{pointer.removeprefix('papers/')}_hinh_thuc"] = sentence
        elif pointer.startswith("helper/"):
            found[f"nop_ho_{pointer.removeprefix('helper/')}"] = sentence
        elif pointer.startswith("/"):
            found[forms.field_id(pointer)] = sentence
        else:
            found[pointer] = sentence
    return found


def next_control(sheet: Sheet) -> str:
    """Return the id of the control to go on with: the first that still lacks something, "" when nothing does."""
    if sheet.version is None:
        return "tim_thu_tuc" if sheet.card else "quet"
    missing = forms.check(sheet.version.form, sheet.data).errors
    ids = list(forms.error_ids(sheet.version.form, missing))
    return ids[0] if ids else next((f"gt_{row.component.code}_hinh_thuc" for row in sheet.papers if not row.form), "")


def held(actor: Actor, sheet: Sheet, *, now: datetime) -> frozenset[str]:
    """Return the components the applicant's store already holds, verified and in force: not to be asked for again.

    It tells that there is such a paper and nothing of what stands on it; for officers who may look into stores.
    """
    if sheet.version is None or not sheet.number or not actor.may("papers.see"):
        return frozenset()
    types = {code for row in sheet.papers for code in row.component.accepts}
    there = papers.held_types(sheet.number, paper_types=sorted(types), on=local_day(now)) if types else frozenset()
    return frozenset(row.component.code for row in sheet.papers if there & set(row.component.accepts))


def repeat(sheet: Sheet, detail: dossiers.DossierDetail) -> None:
    """Put the applicant, procedure, answers and kinds of papers of a dossier on the sheet (nhân bản); no scans."""
    if not choose(sheet, detail.info.procedure_code):
        return
    sheet.data = deepcopy(dict(detail.data))
    sheet.delivery = detail.delivery
    forms_given = {paper.component: (paper.form.value, paper.count) for paper in detail.papers if not paper.file_id}
    for row in sheet.papers:
        row.form, row.count = forms_given.get(row.component.code, ("", 1))
