"""What is done about a draft from its page: remarks, opinions, submitting, passing, returning, signing, issuing."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.government.drafting import people, recipients
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import COMPETENCE_TITLES, Competence, NewStep, Slip, Stance, StepKind
from tinhso.government.drafting.rules.content import lines_of
from tinhso.government.drafting.web import views
from tinhso.government.drafting.web.typed import errors_of, reader
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, local_day, now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import choice_of, typed_day, uuid_of, version_of, whole_of

Act = Callable[[HttpRequest, Actor, UUID], object]
READABLE: Final = ("GET", "HEAD", "POST")
END_OF_DAY: Final = time(17, 0)


def _comment(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    post = request.POST
    return drafting.comment(
        actor,
        draft_id=drafted_id,
        version=whole_of(post.get("ban", ""), 0),
        place=whole_of(post.get("doan", ""), 0),
        words=post.get("gop_y", ""),
        now=now(),
    )


def _settle(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    comment_id = uuid_of(request.POST.get("muc", ""))
    if comment_id is None:
        raise NotFound
    del drafted_id  # the remark says of which draft it is
    return drafting.settle(actor, comment_id=comment_id, now=now())


def _advise(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    del drafted_id  # the round says of which draft it is
    round_id = uuid_of(request.POST.get("dot", ""))
    if round_id is None:
        raise NotFound
    return drafting.give_opinion(
        actor,
        round_id=round_id,
        stance=choice_of(Stance, request.POST.get("lap_truong", ""), Stance.AGREE),
        words=request.POST.get("y_kien", ""),
        now=now(),
    )


def _pass(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    head = whole_of(request.POST.get("ban", ""), 0)
    return drafting.pass_step(actor, draft_id=drafted_id, head=head, words=request.POST.get("loi", ""), now=now())


def _sign(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    post = request.POST
    return drafting.sign(
        actor,
        draft_id=drafted_id,
        head=whole_of(post.get("ban", ""), 0),
        words=post.get("loi", ""),
        option=version_of(post.get("phuong_an", "")),
        shown_paper=post.get("giay"),
        now=now(),
    )


def _return(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.return_draft(actor, draft_id=drafted_id, reason=request.POST.get("ly_do", ""), now=now())


def _void(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.void_signature(actor, draft_id=drafted_id, reason=request.POST.get("ly_do", ""), now=now())


def _take_back(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.take_back(actor, draft_id=drafted_id, now=now())


def _drop(request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.drop_draft(actor, draft_id=drafted_id, reason=request.POST.get("ly_do", ""), now=now())


def _sign_again(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.sign_again(actor, draft_id=drafted_id, now=now())


def _stop_signing(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.stop_signing(actor, draft_id=drafted_id, now=now())


def _convert(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.convert_again(actor, draft_id=drafted_id, now=now())


def _use_word(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.choose_paper(actor, draft_id=drafted_id, use_word=True, now=now())


def _use_system(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.choose_paper(actor, draft_id=drafted_id, use_word=False, now=now())


def _part(_request: HttpRequest, actor: Actor, drafted_id: UUID) -> object:
    return drafting.finish_part(actor, draft_id=drafted_id, now=now())


ACTS: Final[dict[str, tuple[Act, str]]] = {
    "gop-y": (_comment, gettext_noop("Đã ghi góp ý.")),
    "da-xu-ly": (_settle, gettext_noop("Đã đánh dấu góp ý là đã xử lý.")),
    "cho-y-kien": (_advise, gettext_noop("Đã gửi ý kiến.")),
    "duyet": (_pass, gettext_noop("Đã duyệt, chuyển bước tiếp theo.")),
    "ky": (_sign, gettext_noop("Đã nhận lệnh ký. Ký số xong, dự thảo tự chuyển văn thư cấp số, phát hành.")),
    "thu-lai-ky": (_sign_again, gettext_noop("Hệ thống đang thử ký lại.")),
    "thoi-ky": (_stop_signing, gettext_noop("Đã thôi ký. Dự thảo trở lại bước trước đó.")),
    "tra-lai": (_return, gettext_noop("Đã trả lại người soạn thảo.")),
    "huy-chu-ky": (_void, gettext_noop("Đã hủy chữ ký và trả lại người soạn thảo.")),
    "rut-ve": (_take_back, gettext_noop("Đã rút dự thảo về.")),
    "thoi-soan": (_drop, gettext_noop("Đã thôi soạn thảo.")),
    "chuyen-lai": (_convert, gettext_noop("Hệ thống đang chuyển lại tệp Word sang PDF.")),
    "dung-tep": (_use_word, gettext_noop("Bản sẽ ký là PDF của tệp Word.")),
    "dung-he-thong": (_use_system, gettext_noop("Bản sẽ ký do hệ thống dàn trang.")),
    "xong-phan": (_part, gettext_noop("Đã báo xong phần soạn thảo của Ông/Bà.")),
}


@require_POST
def act(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Do the act named by `lam`; a refusal is shown on the draft's page."""
    actor = reader(request)
    found = ACTS.get(request.POST.get("lam", ""))
    if found is None:
        raise NotFound
    do, said = found
    try:
        do(request, actor, drafted_id)
    except DomainError as refused:
        return views.show(request, actor, drafted_id, errors=errors_of(refused))
    if found == ACTS["ky"] and _awaits_holder(actor, drafted_id):
        messages.info(request, _("Xác nhận ký bằng thiết bị hoặc mã PIN của Ông/Bà tại trang này."))
        return redirect("signing:waiting")
    messages.success(request, _(said))
    following = drafting.next_before(actor) if found in (ACTS["ky"], ACTS["duyet"]) else None
    return redirect("drafting:draft", drafted_id=following or drafted_id)


def _awaits_holder(actor: Actor, drafted_id: UUID) -> bool:
    """Tell whether the signer has still to consent with their own device or PIN."""
    signing = drafting.find_signing(actor, draft_id=drafted_id)
    return signing is not None and signing.awaits_holder


@require_http_methods(READABLE)
def submit(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Choose who initials, who passes and who signs, and write the slip."""
    actor, errors = reader(request), dict[str, str]()
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    if "submit" not in detail.may:
        raise NotFound
    if request.method == "POST":
        try:
            _submit(request, actor, drafted_id)
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã trình dự thảo."))
            return redirect("drafting:draft", drafted_id=drafted_id)
    around, day = people.colleagues(detail.info.unit_id), local_day(now())
    signers = [
        (one, rights)
        for one in around
        if (rights := people.competences(one.account_id, detail.info.unit_id, on=day, kind=detail.info.kind))
    ]
    context = {
        "info": detail.info,
        "around": [one for one in around if one.account_id != actor.account_id],
        "signers": [(one, [_(COMPETENCE_TITLES[right]) for right in rights]) for one, rights in signers],
        "rights": [(one.value or "TT", _(title)) for one, title in COMPETENCE_TITLES.items()],
        "typed": request.POST,
        "chosen": request.POST.getlist("nguoi_duyet"),
        "initials": request.POST.getlist("nguoi_nhay"),
        "errors": errors,
    }
    return render(request, "drafting/submit.html", context, status=422 if errors else 200)


def _submit(request: HttpRequest, actor: Actor, drafted_id: UUID) -> None:
    post = request.POST
    steps = [NewStep(StepKind.INITIAL, one) for text in post.getlist("nguoi_nhay") if (one := uuid_of(text))]
    steps += [NewStep(StepKind.PASS, one) for text in post.getlist("nguoi_duyet") if (one := uuid_of(text))]
    signer = uuid_of(post.get("nguoi_ky", ""))
    steps += [NewStep(StepKind.SIGN, signer)] if signer else []
    right = post.get("hinh_thuc", "")
    words = post.get("phieu_trinh", "")
    drafting.submit(
        actor,
        draft_id=drafted_id,
        steps=steps,
        competence=Competence("" if right == "TT" else right) if right in {"TT", *Competence} and right else None,
        slip=Slip(words, lines_of(post.get("phuong_an", ""))) if words.strip() else None,
        head=whole_of(post.get("ban", ""), 0),
        now=now(),
    )


@require_http_methods(READABLE)
def ask(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Ask colleagues for opinions, or let them write too."""
    actor, errors = reader(request), dict[str, str]()
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    if not {"ask", "add_writer"} & detail.may:
        raise NotFound
    if request.method == "POST":
        try:
            _ask(request, actor, detail.info.unit_id, drafted_id, errors)
        except DomainError as refused:
            errors |= errors_of(refused)
        if not errors:
            return redirect("drafting:draft", drafted_id=drafted_id)
    around = [one for one in people.colleagues(detail.info.unit_id) if one.account_id != actor.account_id]
    context = {
        "info": detail.info,
        "may": dict.fromkeys(detail.may, True),
        "around": around,
        "chosen": request.POST.getlist("nguoi_cho_y_kien"),
        "typed": request.POST,
        "errors": errors,
    }
    return render(request, "drafting/ask.html", context, status=422 if errors else 200)


def _ask(request: HttpRequest, actor: Actor, unit_id: UUID, drafted_id: UUID, errors: dict[str, str]) -> None:
    post = request.POST
    if post.get("lam") == "cung-soan":
        writer = uuid_of(post.get("nguoi_cung_soan", ""))
        if writer is None:
            errors["nguoi_cung_soan"] = _("Chọn người cùng soạn thảo.")
            return
        drafting.add_writer(actor, draft_id=drafted_id, account_id=writer, now=now())
        messages.success(request, _("Đã thêm người cùng soạn thảo."))
        return
    chosen = [one for text in post.getlist("nguoi_cho_y_kien") if (one := uuid_of(text))]
    code = post.get("ma_can_bo", "").strip()
    other = people.find_by_code(code, unit_id) if code else None
    if code and other is None:
        errors["ma_can_bo"] = _("Không có cán bộ mang mã này.")
    day = typed_day(post.get("han_y_kien", ""), "han_y_kien", errors)
    if errors:
        return
    due = datetime.combine(day, END_OF_DAY, tzinfo=LOCAL_ZONE) if day else now()
    drafting.ask_opinions(
        actor,
        draft_id=drafted_id,
        account_ids=[*chosen, *([other.account_id] if other else [])],
        words=post.get("noi_dung_xin_y_kien", ""),
        due_at=due,
        now=now(),
    )
    messages.success(request, _("Đã gửi xin ý kiến."))


@require_http_methods(READABLE)
def issue(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Choose the recipients of a signed draft; a POST numbers it and has it sealed and issued."""
    actor, errors = reader(request), dict[str, str]()
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    if "issue" not in detail.may:
        raise NotFound
    post = request.POST
    if request.method == "POST":
        try:
            done = drafting.issue(
                actor,
                draft_id=drafted_id,
                recipients=recipients.chosen(
                    detail.info.unit_id,
                    lists=post.getlist("danh_sach"),
                    units=[one for text in post.getlist("don_vi") if (one := uuid_of(text))],
                    others=lines_of(post.get("noi_khac", "")),
                    on=local_day(now()),
                ),
                no_secret=post.get("khong_mat") == "1",
                warning_reason=post.get("ly_do_tu_ngu", ""),
                now=now(),
            )
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            under_way = drafting.find_signing(actor, draft_id=done.id)
            words = _("Đã cấp số %(code)s. Đóng dấu số xong, văn bản tự vào sổ và gửi đến nơi nhận.")
            messages.success(request, words % {"code": under_way.code if under_way else ""})
            return redirect("drafting:draft", drafted_id=drafted_id)
    context = {
        "info": detail.info,
        "content": detail.content,
        "lists": recipients.lists_of(detail.info.unit_id, on=local_day(now())),
        "units": recipients.neighbours(detail.info.unit_id, on=local_day(now())),
        "signature": next((one for one in detail.signatures if one.voided_at is None), None),
        "typed": post,
        "chosen": _ticked(actor, request, detail.info),
        "chosen_lists": post.getlist("danh_sach"),
        "errors": errors,
    }
    return render(request, "drafting/issue.html", context, status=422 if errors else 200)


def _ticked(actor: Actor, request: HttpRequest, info: drafting.DraftInfo) -> list[str]:
    """Return which agencies are ticked: those sent, at first whoever asked what this draft answers."""
    if request.method == "POST":
        return request.POST.getlist("don_vi")
    asked = recipients.asker(actor, info.answers_id)
    return [str(asked)] if asked else []
