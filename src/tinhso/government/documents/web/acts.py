"""What is done on a document's page: each button one verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.foundation.work.data import Part
from tinhso.government.documents import public as documents
from tinhso.government.documents.actions.follow import follow, unfollow
from tinhso.government.documents.data import INSTRUCT, USE, State
from tinhso.government.documents.errors import TwinsFound
from tinhso.government.documents.public import NewInstruction
from tinhso.government.documents.queries import routing
from tinhso.government.documents.web import one, reading
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.ui.parse import typed_day, uuid_of
from tinhso.ui.people import officer_of

Act = Callable[[HttpRequest, Actor, UUID, datetime], str]


@require_POST
def act(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Do to a document what the pressed button says (`lam`)."""
    actor = officer_of(request, USE)
    name = request.POST.get("lam", "")
    return _do(request, actor, document_id, document_id, DOCUMENT_ACTS.get(name), name)


@require_POST
def act_on(request: HttpRequest, instruction_id: UUID) -> HttpResponse:
    """Do to an instruction what the pressed button says (`lam`)."""
    actor = officer_of(request, USE)
    name = request.POST.get("lam", "")
    found = documents.get_instruction(actor, instruction_id=instruction_id)
    return _do(
        request, actor, found.document_id, instruction_id, INSTRUCTION_ACTS.get(name), f"{name}-{instruction_id}"
    )


def _do(
    request: HttpRequest, actor: Actor, document_id: UUID, key: UUID, doing: Act | None, about: str
) -> HttpResponse:
    if doing is None:
        raise NotFound
    goes_on = _waits(actor, document_id, about)
    try:
        said = doing(request, actor, key, now())
    except TwinsFound as refused:
        return one.page(request, actor, document_id, errors={"ly_do_trung": _(refused.sentence)}, about=about)
    except DomainError as refused:
        return one.page(request, actor, document_id, errors=reading.errors_of(refused), about=about)
    messages.success(request, said)
    return redirect(reverse("documents:one", args=[_following(actor, document_id) if goes_on else document_id]))


def _waits(actor: Actor, document_id: UUID, about: str) -> bool:
    """Tell whether this act is a leader's first word on a document: then the next one that waits opens by itself."""
    if about not in ("chi_dao", "ket_thuc") or not actor.may(INSTRUCT):
        return False
    return documents.get_document(actor, document_id).state is State.REGISTERED


def _following(actor: Actor, document_id: UUID) -> UUID:
    return routing.next_to_direct(actor, after=document_id).document_id or document_id


def _register(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    post = request.POST
    made = documents.register(
        actor,
        document_id=key,
        no_secret="khong_mat" in post,
        restricted="han_che" in post,
        reader_ids=reading.readers_in(post),
        twin_reason=post.get("ly_do_trung", "")[:200],
        warning_reason=post.get("ly_do_mat", "")[:200],
        now=moment,
    )
    return _("Đã vào sổ, số đến %(n)d.") % {"n": made.number or 0}


def _refuse(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.refuse_arrival(actor, document_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã từ chối tiếp nhận và báo bên gửi.")


def _instruct(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    text, orders = _orders(request)
    made = documents.instruct(actor, document_id=key, text=text, orders=orders, now=moment)
    code = documents.get_document(actor, key).code
    return _("Văn bản %(code)s: đã giao %(n)d người.") % {"code": code, "n": len(made)}


def _assign_on(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    text, orders = _orders(request)
    made = documents.assign_on(actor, instruction_id=key, text=text, orders=orders, now=moment)
    return _("Đã giao tiếp %(n)d người.") % {"n": len(made)}


def _orders(request: HttpRequest) -> tuple[str, list[NewInstruction]]:
    """Return the words and who got which part; the phrase chosen stands in for words that were left out."""
    post = request.POST
    errors: dict[str, str] = {}
    due = reading.end_of(typed_day(post.get("han", ""), "han", errors) if post.get("han") else None)
    reading.raise_errors(errors)
    orders = []
    for name, part in list(post.items())[:500]:
        account = uuid_of(name.removeprefix("vai_")) if name.startswith("vai_") else None
        if account is not None and part in set(Part):
            orders.append(NewInstruction(account, Part(part), due))
    return post.get("y_kien", "").strip()[:4000] or post.get("cau", "")[:2000], orders


def _close(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    done = documents.close(actor, document_id=key, result=request.POST.get("ket_qua", ""), now=moment)
    return _("Đã kết thúc xử lý văn bản %(code)s.") % {"code": done.code}


def _recall(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    made = documents.recall(actor, document_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã thu hồi %(code)s.") % {"code": made.code}


def _freeze(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.freeze(actor, document_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã ghi nhận bên gửi thu hồi văn bản.")


def _open_held(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.open_held(actor, document_id=key, reason=request.POST.get("ket_luan", ""), now=moment)
    return _("Đã ghi kết luận: không phải văn bản mật.")


def _stop_secret(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.stop_secret(actor, document_id=key, reason=request.POST.get("ket_luan", ""), now=moment)
    return _("Đã ngừng xử lý. Báo ngay người phụ trách bảo vệ bí mật nhà nước và quản trị hệ thống để gỡ tệp.")


def _follow(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    errors: dict[str, str] = {}
    typed = request.POST.get("ngay_nhac", "")
    day = typed_day(typed, "ngay_nhac", errors) if typed else None
    reading.raise_errors(errors)
    follow(actor, document_id=key, remind_on=day, note=request.POST.get("ghi_nho", ""), now=moment)
    return _("Đã đưa vào danh sách theo dõi.")


def _unfollow(_request: HttpRequest, actor: Actor, key: UUID, _moment: datetime) -> str:
    unfollow(actor, document_id=key)
    return _("Đã bỏ theo dõi.")


def _acknowledge(_request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    done = documents.acknowledge(actor, instruction_id=key, now=moment)
    return _("Đã ghi nhận Ông/Bà đã đọc.") if done.part is Part.TO_FOLLOW else _("Đã nhận việc.")


def _progress(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.report_progress(actor, instruction_id=key, text=request.POST.get("tien_do", ""), now=moment)
    return _("Đã ghi tiến độ.")


def _complete(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    post = request.POST
    documents.complete(
        actor,
        instruction_id=key,
        result=post.get("ket_qua", ""),
        answer_id=uuid_of(post.get("tra_loi", "")),
        now=moment,
    )
    return _("Đã hoàn thành phần việc được giao.")


def _return(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.return_it(actor, instruction_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã trả lại việc cho người giao.")


def _ask(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.ask_extension(
        actor, instruction_id=key, until=_until(request), reason=request.POST.get("ly_do", ""), now=moment
    )
    return _("Đã gửi đề nghị gia hạn.")


def _extend(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.extend(
        actor, instruction_id=key, due_at=_until(request), reason=request.POST.get("ly_do", ""), now=moment
    )
    return _("Đã điều chỉnh thời hạn.")


def _until(request: HttpRequest) -> datetime:
    errors: dict[str, str] = {}
    day = typed_day(request.POST.get("den", ""), "den", errors)
    moment = reading.end_of(day)
    if moment is None:
        errors.setdefault("den", _("Nhập thời hạn mới, ví dụ 30/11/2026."))
        reading.raise_errors(errors)
        raise NotFound
    return moment


def _keep_time(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.refuse_extension(actor, instruction_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã giữ nguyên thời hạn.")


def _urge(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    done = documents.urge(actor, instruction_id=key, text=request.POST.get("ly_do", ""), now=moment)
    return _("Đã đôn đốc %(name)s.") % {"name": done.assignee_name}


def _take_back(request: HttpRequest, actor: Actor, key: UUID, moment: datetime) -> str:
    documents.take_back(actor, instruction_id=key, reason=request.POST.get("ly_do", ""), now=moment)
    return _("Đã thu hồi việc giao.")


DOCUMENT_ACTS: Final[dict[str, Act]] = {
    "vao_so": _register,
    "tu_choi": _refuse,
    "chi_dao": _instruct,
    "ket_thuc": _close,
    "thu_hoi": _recall,
    "ngung": _freeze,
    "theo_doi": _follow,
    "bo_theo_doi": _unfollow,
    "khong_mat": _open_held,
    "la_mat": _stop_secret,
}
INSTRUCTION_ACTS: Final[dict[str, Act]] = {
    "nhan": _acknowledge,
    "tien_do": _progress,
    "xong": _complete,
    "tra_lai": _return,
    "xin_gia_han": _ask,
    "gia_han": _extend,
    "giu_han": _keep_time,
    "don_doc": _urge,
    "thu_hoi": _take_back,
    "giao_tiep": _assign_on,
}
