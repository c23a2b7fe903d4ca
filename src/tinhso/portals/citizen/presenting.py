"""From what the doors say to what the components of the design system take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files.public import FileInfo
from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import OPEN, RUNNING
from tinhso.government.dossiers.public import DossierInfo, DraftInfo, Status
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.portals.citizen import texts
from tinhso.ui import format as fmt
from tinhso.ui import languages
from tinhso.ui.data import Light, StoredFile, SummaryRow, Task, TimelineEntry, UploadSlot

WITHDRAWABLE: Final = OPEN - {Status.DONE, Status.WAITING_FEE}
_TASKS: Final = 20


def tasks_of(actor: Actor, *, now: datetime) -> list[Task]:
    """Return what waits for this person: papers to bring, results to take, drafts to finish. A constant few queries."""
    wanted = dossiers.DossierFilter(statuses=(Status.WAITING_SUPPLEMENT, Status.WAITING_FEE, Status.DONE))
    waiting = dossiers.list_dossiers(actor, wanted=wanted, now=now, size=_TASKS).items
    return [_dossier_task(info) for info in waiting] + [draft_task(one) for one in dossiers.list_drafts(actor)]


def _dossier_task(info: DossierInfo) -> Task:
    titles = {
        Status.WAITING_SUPPLEMENT: _("Bổ sung giấy tờ: %(name)s"),
        Status.WAITING_FEE: _("Nộp phí, lệ phí: %(name)s"),
        Status.DONE: _("Nhận kết quả: %(name)s"),
    }
    return Task(
        languages.fill(titles[info.status], name=procedures.name_here(info.procedure_code, info.procedure_name)),
        status_words(info.status),
        reverse("citizen:dossier", args=[info.id]),
        languages.fill(_("Hồ sơ %(code)s, %(unit)s"), code=info.code, unit=info.unit_name),
    )


def draft_task(draft: DraftInfo) -> Task:
    """Return the row of an unfinished draft."""
    name = texts.name_of(procedures.get_version(draft.version_id).info)
    return Task(
        _("Khai tiếp: %(name)s") % {"name": name},
        _("Đang khai"),
        reverse("citizen:resume", args=[draft.id]),
        _("Lưu lần cuối lúc %(when)s") % {"when": moment_words(draft.saved_at)},
    )


def moment_words(moment: datetime) -> str:
    """Return a moment in the language of the page, as plain text."""
    return (fmt.moment_en if texts.is_english() else fmt.moment_vi)(moment)


def status_words(status: Status) -> str:
    """Return the citizen's word for a state."""
    words = {
        Status.NEW: _("Mới nộp"),
        Status.RECEIVED: _("Đã tiếp nhận"),
        Status.REFUSED: _("Không tiếp nhận"),
        Status.PROCESSING: _("Đang xử lý"),
        Status.WAITING_SUPPLEMENT: _("Chờ bổ sung"),
        Status.WAITING_FEE: _("Chờ nộp phí"),
        Status.WITHDRAWN: _("Đã rút"),
        Status.STOPPED: _("Dừng xử lý"),
        Status.DONE: _("Đã có kết quả"),
        Status.HANDED_OVER: _("Đã trả kết quả"),
    }
    return words[status]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised time as the deadline component takes it."""

    due: datetime
    light: Light
    relative: str


def promise_of(info: DossierInfo, *, now: datetime) -> Promise | None:
    """Return the promised time of a dossier and how it stands: the same reckoning officers see; None before one."""
    if info.promised_at is None:
        return None
    if info.status is Status.WAITING_SUPPLEMENT:
        return Promise(info.promised_at, Light.STOPPED, _("đang tạm dừng tính thời hạn"))
    if info.status not in RUNNING:
        return Promise(info.promised_at, Light.ENDED, "")
    left = calendar.remaining(now, info.promised_at, unit_id=info.unit_id)
    words = (fmt.remaining_words_en if texts.is_english() else fmt.remaining_words)(left)
    light = Light.LATE if left.late else Light.SOON if left.days < 1 else Light.ON_TIME
    return Promise(info.promised_at, light, words)


def road_of(info: DossierInfo) -> tuple[int, list[str]] | None:
    """Return where a dossier is on its way, as (step, titles) of the step indicator; None once it left the way."""
    titles = [_("Nộp"), _("Tiếp nhận"), _("Xử lý"), _("Có kết quả"), _("Trả kết quả")]
    places = {
        Status.NEW: 2,
        Status.RECEIVED: 3,
        Status.PROCESSING: 3,
        Status.WAITING_FEE: 3,
        Status.DONE: 5,
        Status.HANDED_OVER: 5,
    }
    if info.status is Status.WAITING_SUPPLEMENT:
        titles.insert(1 if info.received_at is None else 2, _("Bổ sung"))
        return (2 if info.received_at is None else 3), titles
    return (places[info.status], titles) if info.status in places else None


def public_timeline(entries: Sequence[dossiers.TimelineEntry]) -> list[TimelineEntry]:
    """Return what the applicant may read, oldest first: units, never names of officers."""
    return [
        # A step and its outcome are words of the procedure, which have no English.
        TimelineEntry(languages.marked(one.sentence) if one.verb == "step" else one.sentence, one.at, one.unit_name)
        for one in entries
        if one.is_public
    ]


def upload_slot(
    name: str,
    label: str,
    *,
    hint: str = "",
    error: str = "",
    files: Sequence[StoredFile] = (),
) -> UploadSlot:
    """Return a slot of papers: plain without JavaScript, resumable with it."""
    return UploadSlot(
        name=name,
        label=label,
        hint=hint,
        upload_url=reverse("files:uploads"),
        max_bytes=settings.FILE_MAX_BYTES,
        error=error,
        files=tuple(files),
    )


def stored_file(info: FileInfo, *, url: str = "", remove_name: str = "") -> StoredFile:
    """Return a file as a slot lists it."""
    return StoredFile(info.name, info.size, url, remove_name, info.pages)


@dataclass(frozen=True, slots=True)
class PaperToBring:
    """One paper of the dossier, as the start page lists it."""

    name: str
    form: str
    hint: str
    required: bool
    conditional: bool


def papers_to_bring(version: procedures.ProcedureVersion) -> list[PaperToBring]:
    """Return the papers of a procedure, the application form left out: it is filled in here."""
    words = texts.component_texts(version)
    forms_of_paper = {
        "original": _("bản chính"),
        "certified": _("bản sao có chứng thực"),
        "copy": _("bản sao"),
        "photo": _("ảnh chụp hoặc bản chụp"),
        "electronic": _("bản điện tử"),
    }
    return [
        PaperToBring(
            words[one.code]["name"],
            forms_of_paper.get(one.kind, ""),
            words[one.code]["hint"],
            one.required,
            one.when is not None or len(one.cases) < len(version.cases),
        )
        for one in version.components
        if not one.from_form
    ]


@dataclass(frozen=True, slots=True)
class Section:
    """One page of answers, with links that come back to the check."""

    title: str
    rows: tuple[SummaryRow, ...]


def answers(form: forms.Form, data: Mapping[str, object], *, draft_id: UUID | None = None) -> list[Section]:
    """Return every question asked and its answer; with `draft_id` each row has its «Thay đổi» link."""
    return [
        Section(
            section.title,
            tuple(
                SummaryRow(
                    row.label,
                    row.value if row.answered else "",
                    _change_url(draft_id, row) if draft_id else "",
                    row.label,
                )
                for row in section.rows
            ),
        )
        for section in forms.summary(form, data)
    ]


def _change_url(draft_id: UUID, row: forms.SummaryRow) -> str:
    address = reverse("citizen:question", args=[draft_id, row.page_key])
    return f"{address}?ve=kiem-tra#{forms.field_id(row.pointer)}"


def public_address(token: str) -> str:
    """Return what the QR of a dossier holds: our own public address and a token, nothing about a person."""
    return f"{settings.PUBLIC_URL}/t/{token}"


_DOTS: Final = "…" * 24


def blank_application(version: procedures.ProcedureVersion, *, on: date) -> dict[str, object]:
    """Return the application form of a procedure with dotted lines in place of answers, as `to_khai` prints it."""
    return {
        "title": str(version.form.title.vi),
        "recipient": version.agency,
        "sections": [
            {"title": page.title.vi, "rows": [[{"label": label, "value": _DOTS}] for label in _labels(version, page)]}
            for page in version.form.pages
        ],
        "place": "………………",
        "date": on,
        "applicant": " ",
    }


def _labels(version: procedures.ProcedureVersion, page: forms.Page) -> list[str]:
    """Return the questions of a page, those inside groups one by one."""
    labels: list[str] = []
    waiting = [version.form.fields[pointer] for pointer in page.fields]
    while waiting:
        one = waiting.pop(0)
        inside = one.children if one.kind is not forms.Kind.ADDRESS else ()
        waiting[:0] = inside
        if not inside and one.kind is not forms.Kind.NOTE:
            labels.append(one.title.vi + (f" ({', '.join(c.title.vi for c in one.choices)})" if one.choices else ""))
    return labels
