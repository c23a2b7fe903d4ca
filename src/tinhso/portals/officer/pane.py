"""One dossier as officers see it, on its own page and beside the inbox: everything a template shows, read once."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SIGNING
from tinhso.government.national import public as national
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.portals.officer import presenting
from tinhso.portals.officer.strip import strip
from tinhso.ui.data import StoredFile

PAGES: Final = {
    "receive": "officer:receive",
    "refuse": "officer:refuse",
    "ask_supplement": "officer:ask_supplement",
    "supplement": "officer:supplement",
    "draft": "officer:draft",
    "sign": "officer:sign",
    "sign_again": "officer:sign_again",
    "take_back_signing": "officer:take_back_signing",
    "hand_over": "officer:hand_over",
    "stop": "officer:stop",
    "stop_at_wish": "officer:stop_at_wish",
    "extend": "officer:extend",
    "recompute": "officer:recompute",
    "return": "officer:return_result",
    "undo": "officer:undo",
    "ask_fee": "officer:ask_fee",
    "exempt": "officer:exempt",
}
DANGER: Final = frozenset({"take_back_signing", "refuse", "stop", "stop_at_wish", "return", "undo"})
PRINTS: Final = {
    "receipt": gettext_lazy("Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu số 01)"),
    "receipt-a5": gettext_lazy("Giấy tiếp nhận khổ A5 (Mẫu số 01)"),
    "supplement": gettext_lazy("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu số 02)"),
    "refusal": gettext_lazy("Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu số 03)"),
    "apology": gettext_lazy("Phiếu xin lỗi và hẹn lại ngày trả (Mẫu số 04)"),
    "stop": gettext_lazy("Thông báo dừng giải quyết hồ sơ"),
    "control": gettext_lazy("Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu số 05)"),
    "application": gettext_lazy("Tờ khai"),
    "consent": gettext_lazy("Giấy đồng ý nhờ nộp hộ hồ sơ"),
    "draft": gettext_lazy("Dự thảo kết quả"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One act: where it leads, whether it is the primary one, or why it cannot be done."""

    title: str
    url: str
    is_offered: bool
    is_primary: bool
    is_danger: bool
    why_not: str
    key: str = ""


@dataclass(slots=True)
class PaperRow:
    """What was handed in for one component at one time: the files, and where they open, as one PDF if several."""

    paper: dossiers.PaperInfo
    form: str
    files: list[StoredFile] = field(default_factory=list)
    url: str = ""
    papers: list[dossiers.PaperInfo] = field(default_factory=list)
    signatures: list[dossiers.SignedFileInfo] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages there are in all; 0 when that is not known."""
        return sum(one.pages for one in self.files)


def pane_context(actor: Actor, dossier_id: UUID, *, back: str, now: datetime) -> dict[str, Any]:
    """Return what `officer/_dossier.html` shows. The look is on record. Raises DossierNotFound."""
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    version = procedures.get_version(detail.version_id)
    acts = buttons(dossiers.available_acts(actor, dossier_id=dossier_id), dossier_id, back=back)
    return {
        "dossier": detail,
        "info": detail.info,
        "version": version,
        "case": version.case(detail.case),
        "due": presenting.due_of(detail.info, now),
        "clocks": dossiers.two_clocks(detail, now=now),
        "channel": presenting.CHANNEL_TITLES[detail.info.channel],
        "delivery": presenting.DELIVERY_TITLES[detail.delivery],
        "sections": presenting.summary_rows(forms.summary(version.form, detail.data)),
        "papers": papers_of(detail),
        "reused": dossiers.reused_papers(actor, dossier_id=dossier_id, now=now),
        "filing_consent": _(mandates.CONSENT_TITLES[detail.filing.consent]) if detail.filing else "",
        "hops": presenting.hops(detail.timeline),
        "strip": strip(detail, now),
        "signing": dossiers.find_signing(actor, dossier_id=dossier_id) if detail.info.step_act == SIGNING else None,
        "offered": [act for act in acts if act.is_offered],
        "refused": [act for act in acts if not act.is_offered],
        "letters": [one for one in detail.letters if one.state is not dossiers.LetterState.VOID],
        "may_sign_letters": dossiers.may_sign_letters(actor, detail.info),
        "prints": prints_of(detail),
        "items": work.list_of_subject(actor, subject_id=dossier_id),
        "sync": national.sync_state(dossier_id),
        "assign_url": _act_url("officer:assign", dossier_id, back) if actor.may(work.OVERSEE) else "",
    }


def buttons(acts: list[Any], dossier_id: UUID, *, back: str) -> list[Button]:
    """Return the acts as buttons: the first one offered is primary and answers to Ctrl+Enter."""
    first = next((act for act in acts if act.is_offered), None)
    made = []
    for act in acts:
        if act.code == "step":
            url = _act_url("officer:step", dossier_id, back, act.outcome)
        elif act.event_id is not None:
            url = _act_url(PAGES[act.code], dossier_id, back, str(act.event_id))
        elif act.code == "undo":
            url = ""
        else:
            url = _act_url(PAGES[act.code], dossier_id, back)
        made.append(
            Button(
                title=act.title,
                url=url,
                is_offered=act.is_offered,
                is_primary=act is first,
                is_danger=act.code in DANGER,
                why_not=act.why_not,
                key=_key(act, primary=act is first),
            )
        )
    return made


def _key(act: Any, *, primary: bool) -> str:
    if not act.is_offered:
        return ""
    return "Ctrl+Enter" if primary else ""


def _act_url(name: str, dossier_id: UUID, back: str, *more: str) -> str:
    address = reverse(name, args=[dossier_id, *more])
    return f"{address}?{urlencode({'ve': back})}" if back else address


def papers_of(detail: dossiers.DossierDetail) -> list[PaperRow]:
    """Return the papers, those of one component handed in together as one row with one PDF."""
    infos = {info.id: info for info in files.list_infos([p.file_id for p in detail.papers if p.file_id])}
    rows: dict[tuple[Any, ...], PaperRow] = {}
    for paper in detail.papers:
        info = infos.get(paper.file_id) if paper.file_id else None
        key = (paper.component, paper.supplement_id, paper.origin, info is not None)
        title = presenting.ORIGIN_TITLES.get(paper.origin, presenting.FORM_TITLES[paper.form])
        row = rows.setdefault(key if info else (paper.id,), PaperRow(paper, str(title)))
        row.papers.append(paper)
        if info is not None:
            url = reverse("officer:paper", args=[detail.info.id, paper.id])
            row.files.append(StoredFile(name=info.name, size=info.size, url=url, pages=info.pages or 0))
    for row in rows.values():
        if len(row.files) > 1:
            row.url = reverse("officer:merged_paper", args=[detail.info.id, row.paper.id])
        elif row.files:
            row.url = row.files[0].url
    found = dossiers.signatures_of(detail)
    for row in rows.values():
        row.signatures = [one for paper in row.papers if paper.file_id and (one := found.get(paper.file_id))]
    return list(rows.values())


def prints_of(detail: dossiers.DossierDetail) -> list[tuple[str, str]]:
    """Return the papers this dossier can print now, as (title, address); letters have a list of their own."""
    letters = {one.kind.value for one in detail.letters}
    has = {
        "receipt": detail.info.received_at is not None,
        "receipt-a5": detail.info.received_at is not None,
        "control": detail.info.received_at is not None,
        "supplement": bool(detail.supplements),
        "refusal": detail.info.status is dossiers.Status.REFUSED,
        "apology": bool(detail.apologies),
        "stop": detail.info.received_at is not None
        and detail.info.status in (dossiers.Status.STOPPED, dossiers.Status.WITHDRAWN),
        "consent": detail.filing is not None and detail.filing.agent_id is None,
        "draft": bool(detail.draft_result) and detail.result_file_id is None,
        "application": True,
    }
    found = [
        (str(title), reverse("officer:print", args=[detail.info.id, paper]))
        for paper, title in PRINTS.items()
        if has[paper] and paper not in letters
    ]
    if detail.result_file_id is not None:
        found.append((_("Kết quả đã ký số"), reverse("officer:result", args=[detail.info.id])))
    return found
