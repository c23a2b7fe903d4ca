"""Editing a working copy: content, form with live preview, steps with their drawing, prints, examples, files."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.forms.public import FormProblem
from tinhso.government.procedures.access import access_copy
from tinhso.government.procedures.data import Act
from tinhso.government.procedures.models import WorkingCopy
from tinhso.government.procedures.package.drawing import ROLES
from tinhso.government.procedures.package.picture import draw_svg
from tinhso.government.procedures.package.reading import EXAMPLES, FILES, FORM, PROCEDURE, PROCESS, Package
from tinhso.government.procedures.web.shell import attempt, copy_page, officer, revision_of
from tinhso.government.procedures.workshop import actions, editing, trying
from tinhso.government.procedures.workshop.packages import package_of
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.text import clean_block

MAX_TEXT = 1024 * 1024
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
UNITS = (
    ("working_day", lazy("ngày làm việc")),
    ("working_hour", lazy("giờ làm việc")),
    ("calendar_day", lazy("ngày")),
    ("month", lazy("tháng")),
    ("same_day", lazy("trong ngày")),
)
ACTS = (
    (Act.ASSIGN, lazy("Phân công")),
    (Act.EXAMINE, lazy("Thẩm định")),
    (Act.DRAFT, lazy("Soạn kết quả")),
    (Act.REVIEW, lazy("Kiểm tra")),
    (Act.SIGN, lazy("Ký")),
    (Act.HAND_OVER, lazy("Trả kết quả")),
)
PAPERS = (("copy", lazy("Bản sao")), ("original", lazy("Bản chính")), ("electronic", lazy("Bản điện tử")))


def _post(request: HttpRequest) -> dict[str, str]:
    return {key: clean_block(str(value))[:MAX_TEXT] for key, value in request.POST.items()}


def _saved(
    request: HttpRequest, actor: Actor, copy: WorkingCopy, files: Mapping[str, str], back: str
) -> tuple[HttpResponse | None, dict[str, str], int]:
    """Keep files; return the way on, or what to say on the page."""
    verb = partial(
        actions.save_files, actor, copy_id=copy.id, revision=revision_of(request), files=files, now=clock.now()
    )
    done, refused = attempt(verb)
    if done is None:
        return None, {"luu": refused.sentence if refused else ""}, refused.status if refused else 422
    messages.success(request, _("Đã lưu bản thảo."))
    return redirect(back, copy.id), {}, 200


@require_http_methods(["GET", "POST"])
def content(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Edit names, texts, spans, fees and papers by a form."""
    actor = officer(request)
    copy = access_copy(actor, copy_id=working_copy_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        text, refused = attempt(partial(editing.edit_content, package_of(copy), _post(request)))
        if text is not None:
            way, errors, status = _saved(request, actor, copy, {PROCEDURE: text}, "procedures:copy_content")
            if way:
                return way
        elif refused:
            errors, status = {"luu": refused.sentence}, refused.status
    raw = package_of(copy).value(PROCEDURE)
    context = {
        "raw": raw if isinstance(raw, dict) else None,
        "blocks": [(key, title, "\n".join(raw.get(key) or ())) for key, title in _BLOCKS]
        if isinstance(raw, dict)
        else [],
        "lines": [(key, title, raw.get(key) or "") for key, title in _LINES] if isinstance(raw, dict) else [],
        "fees": [*_rows(raw, "fees"), {}],
        "components": [*_rows(raw, "components"), {}],
        "units": UNITS,
        "papers": PAPERS,
        "errors": errors,
    }
    return copy_page(request, "copy_content.html", copy, context, status=status)


_LINES = (
    ("name", lazy("Tên thủ tục")),
    ("slug", lazy("Địa chỉ trang")),
    ("short_code", lazy("Mã gõ nhanh")),
    ("summary", lazy("Tóm tắt")),
    ("who", lazy("Ai được yêu cầu")),
)
_BLOCKS = (
    ("prepare", lazy("Cần chuẩn bị (mỗi dòng một mục)")),
    ("procedure_text", lazy("Trình tự thực hiện (mỗi dòng một bước)")),
    ("requirements", lazy("Yêu cầu, điều kiện (mỗi dòng một mục)")),
)


def _rows(raw: Any, key: str) -> list[dict[str, Any]]:
    found = raw.get(key) if isinstance(raw, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Edit form.json as text or field by field, with how it looks on a phone and at the counter beside it."""
    actor = officer(request)
    copy = access_copy(actor, copy_id=working_copy_id)
    text = copy.texts[FORM]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        given = _form_text(request, copy)
        text = given if isinstance(given, str) else text
        if isinstance(given, DomainError):
            errors, status = {"luu": given.sentence}, given.status
        elif "xem" not in request.POST:
            way, errors, status = _saved(request, actor, copy, {FORM: text}, "procedures:copy_form")
            if way:
                return way
    context = {
        "text": text,
        "fields": editing.list_fields(package_of(copy)),
        "groups": _groups(package_of(copy)),
        "kinds": list(editing.KINDS),
        "phone": _preview(text, "citizen"),
        "counter": _preview(text, "counter"),
        "errors": errors,
    }
    return copy_page(request, "copy_form.html", copy, context, status=status)


def _form_text(request: HttpRequest, copy: WorkingCopy) -> str | DomainError:
    """Return form.json as the text box or as the table of fields says it."""
    if "text" in request.POST:
        return actions.plain(request.POST["text"][:MAX_TEXT])
    text, refused = attempt(partial(editing.edit_fields, package_of(copy), _post(request)))
    return text if text is not None else refused or NotFound()


def _groups(package: Package) -> list[str]:
    raw = package.value(FORM)
    properties = raw.get("properties") if isinstance(raw, dict) else None
    found = properties if isinstance(properties, dict) else {}
    return [key for key, one in found.items() if isinstance(one, dict) and one.get("type") == "object"]


@require_POST
def preview(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Return how a form.json being typed looks (`kieu` citizen or counter), as a page for a frame."""
    access_copy(officer(request), copy_id=working_copy_id)
    mode = "counter" if request.POST.get("kieu") == "counter" else "citizen"
    return HttpResponse(_preview(request.POST.get("text", "")[:MAX_TEXT], mode))


def _preview(text: str, mode: str) -> str:
    shown, problems = trying.try_form(actions.plain(text))
    said: list[FormProblem] = problems[:30]
    return render_to_string("procedures/preview.html", {"form": shown, "problems": said, "mode": mode})


@require_http_methods(["GET", "POST"])
def steps(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Edit the steps by a table; the BPMN file and its picture follow."""
    actor = officer(request)
    copy = access_copy(actor, copy_id=working_copy_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        files, refused = attempt(partial(editing.edit_steps, package_of(copy), _post(request)))
        if files is not None:
            way, errors, status = _saved(request, actor, copy, files, "procedures:copy_steps")
            if way:
                return way
        elif refused:
            errors, status = {"luu": refused.sentence}, refused.status
    rows = [*_rows(package_of(copy).value(PROCEDURE), "steps"), {}]
    context = {
        "rows": [(place, row, (row.get("outcomes") or {}).get("return", "")) for place, row in enumerate(rows)],
        "roles": ROLES.items(),
        "acts": [(act.value, words) for act, words in ACTS],
        "units": UNITS,
        "picture": mark_safe(draw_svg(copy.texts[PROCESS])),  # noqa: S308 - built element by element, words as text
        "errors": errors,
    }
    return copy_page(request, "copy_steps.html", copy, context, status=status)


@require_http_methods(["GET", "POST"])
def prints(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Edit a print template: faults with their line, the paper as PDF."""
    actor = officer(request)
    copy = access_copy(actor, copy_id=working_copy_id)
    package = package_of(copy)
    templates = trying.templates_of(package)
    name = (request.POST.get("mau") or request.GET.get("mau") or (templates or [""])[0])[:60]
    if not actions.TEMPLATE.fullmatch(name):
        raise NotFound
    source = trying.source_of(package, name)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        source = actions.plain(request.POST.get("source", "")[:MAX_TEXT])
        pdf, fault, line = trying.try_print(name, source)
        if pdf and request.POST.get("lam") == "pdf":
            return _pdf(pdf, name)
        if fault:
            errors = {"source": _("Dòng %(line)s: %(fault)s") % {"line": line, "fault": fault} if line else fault}
            status = 422
        elif request.POST.get("lam") == "luu":
            way, errors, status = _kept(request, actor, copy, name, source)
            if way:
                return way
    context = {"templates": templates, "name": name, "source": source, "errors": errors, "own": name in copy.prints}
    return copy_page(request, "copy_prints.html", copy, context, status=status)


def _kept(
    request: HttpRequest, actor: Actor, copy: WorkingCopy, name: str, source: str
) -> tuple[HttpResponse | None, dict[str, str], int]:
    verb = partial(
        actions.save_print,
        actor,
        copy_id=copy.id,
        revision=revision_of(request),
        template=name,
        source=source,
        now=clock.now(),
    )
    done, refused = attempt(verb)
    if done is None:
        return None, {"source": refused.sentence if refused else ""}, refused.status if refused else 422
    messages.success(request, _("Đã lưu mẫu in."))
    return redirect("procedures:copy_prints", copy.id), {}, 200


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Content-Security-Policy"] = PDF_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def examples(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Run the examples and show what came out of each."""
    copy = access_copy(officer(request), copy_id=working_copy_id)
    runs, blocking = trying.run_examples(package_of(copy))
    return copy_page(request, "copy_examples.html", copy, {"runs": runs, "blocking": blocking})


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Edit one of the four files as text."""
    actor = officer(request)
    copy = access_copy(actor, copy_id=working_copy_id)
    name = (request.POST.get("tep") or request.GET.get("tep") or PROCEDURE)[:20]
    if name not in FILES:
        raise NotFound
    text = copy.texts[name]
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        text = request.POST.get("text", "")[:MAX_TEXT]
        way, errors, status = _saved(request, actor, copy, {name: text}, "procedures:copy_files")
        if way:
            return way
    context = {"files": (PROCEDURE, FORM, PROCESS, EXAMPLES), "name": name, "text": text, "errors": errors}
    return copy_page(request, "copy_files.html", copy, context, status=status)
