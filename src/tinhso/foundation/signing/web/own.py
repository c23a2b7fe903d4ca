"""An officer's own keys, and signing a PDF with one of them."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import two_step
from tinhso.foundation.signing.choosing import key_of
from tinhso.foundation.signing.data import Appearance, Consent, ConsentNeed, KeyInfo, KeyKind, KeyState
from tinhso.foundation.signing.errors import ConsentNeeded, DocumentTooLarge, KeyNotFound
from tinhso.foundation.signing.queries import keys_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.errors import DomainError
from tinhso.ui.people import officer_of

PLACES: Final = {
    KeyKind.SOFTWARE: _noop("Tệp khóa của hệ thống"),
    KeyKind.PKCS11: _noop("Thiết bị của hệ thống (HSM)"),
    KeyKind.REMOTE: _noop("Dịch vụ ký số từ xa"),
    KeyKind.AGENT: _noop("Thiết bị của Ông/Bà (USB token)"),
}
STATES: Final = {
    KeyState.ACTIVE: (_noop("Đang dùng"), "ok"),
    KeyState.SUSPENDED: (_noop("Tạm dừng"), "hold"),
    KeyState.REVOKED: (_noop("Đã thu hồi"), "late"),
}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show this officer's keys, and how many documents wait for their consent."""
    actor, moment = officer_of(request), now()
    held = keys_of(actor.account_id, now=moment) if actor.account_id else []
    context = {
        "keys": [_shown(one, ended=one.not_after <= moment) for one in held],
        "waiting": len(two_step.list_prepared(actor, now=moment)),
        "received": sum(not one.is_over for one in two_step.list_unfinished(actor, now=moment)),
    }
    return render(request, "signing/mine.html", context)


def _shown(key: KeyInfo, *, ended: bool) -> dict[str, Any]:
    words, tone = (_noop("Hết hạn"), "late") if ended else STATES[key.state]
    return {
        "key": key,
        "owner": owner_of(key),
        "until": local_day(key.not_after),
        "place": _(PLACES[key.kind]),
        "state": _(words),
        "tone": tone,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def sign_file(request: HttpRequest) -> HttpResponse:
    """Sign a PDF with a key of one's own: at once, or prepared for the holder's consent."""
    actor, moment = officer_of(request), now()
    held = _usable(actor)
    if request.method != "POST":
        return render(request, "signing/sign_file.html", {"keys": _choices(held)})
    typed = {"khoa": request.POST.get("khoa", ""), "ly_do": request.POST.get("ly_do", "")[:300]}
    try:
        key = _chosen(held, typed["khoa"])
        name, pdf = _posted(request)
        made = two_step.prepare_signature(
            actor,
            pdf=pdf,
            title=name.removesuffix(".pdf"),
            key_ref=key.ref,
            appearance=Appearance(location=actor.unit_name),
            reason=typed["ly_do"],
            now=moment,
        )
    except DomainError as refused:
        place = "khoa" if isinstance(refused, KeyNotFound) else "tep"
        context = {"keys": _choices(held), "typed": typed, "errors": {place: _(refused.sentence)}}
        return render(request, "signing/sign_file.html", context, status=422)
    if key.consent is not ConsentNeed.NONE:
        return redirect("signing:waiting")
    (item,) = two_step.sign_prepared(actor, prepared_ids=[made.id], consent=Consent(), now=moment)
    if item.file_id is None and not item.waits:
        return render(
            request,
            "signing/sign_file.html",
            {"keys": _choices(held), "typed": typed, "errors": {"khoa": _(item.sentence)}},
            status=422,
        )
    if item.file_id is not None:
        messages.success(request, _("Đã ký «%(title)s».") % {"title": item.title})
    return render(request, "signing/done.html", {"items": [item]})


def owner_of(key: KeyInfo) -> str:
    """Return whose certificate it is, in words for a page: name and office, not the whole distinguished name."""
    from cryptography.x509 import Name
    from cryptography.x509.oid import NameOID

    try:
        name = Name.from_rfc4514_string(key.subject)
    except ValueError:
        return key.subject
    wanted = (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATIONAL_UNIT_NAME)
    parts = [str(one.value) for oid in wanted for one in name.get_attributes_for_oid(oid)[:1]]
    return ", ".join(dict.fromkeys(parts)) or key.subject


def _usable(actor: Actor) -> list[KeyInfo]:
    """Return the keys to choose from; in a demonstration installation there is always one."""
    held = keys_of(actor.account_id, usable_only=True) if actor.account_id else []
    try:
        return held or [key_of(actor)]
    except (KeyNotFound, ConsentNeeded):
        return []


def _choices(held: list[KeyInfo]) -> list[dict[str, Any]]:
    return [{"id": one.id, "owner": owner_of(one), "place": _(PLACES[one.kind]), "key": one} for one in held]


def _chosen(held: list[KeyInfo], given: str) -> KeyInfo:
    found = next((one for one in held if str(one.id) == given), None)
    if found is None:
        raise KeyNotFound(_("Chọn chứng thư để ký."))
    return found


def _posted(request: HttpRequest) -> tuple[str, bytes]:
    posted = request.FILES.get("tep")
    if posted is None:
        raise DomainError(_("Chọn tệp PDF cần ký."))
    if posted.size is None or posted.size > two_step.MAX_BYTES:
        raise DocumentTooLarge(_("Tệp quá lớn. Chọn tệp PDF không quá 20 MB."))
    return (posted.name or "van-ban.pdf")[:200], posted.read()


@require_safe
def signed_file(request: HttpRequest, prepared_id: UUID) -> HttpResponseBase:
    """Give a signed file to who signed it."""
    actor = officer_of(request)
    return files.respond(two_step.signed_file_of(actor, prepared_id=prepared_id), request=request)
