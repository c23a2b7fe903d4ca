"""Signing with the officer's own device: registering it, consenting to what waits, taking the signatures in."""

import base64
import json
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.signing import two_step
from tinhso.foundation.signing.data import Consent, ConsentNeed, KeyKind
from tinhso.foundation.signing.errors import KeyUnsuitable
from tinhso.foundation.signing.registering import MAX_CHAIN, KeyPlace, new_challenge, register_key
from tinhso.foundation.signing.rules import Challenge
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

SESSION_KEY: Final = "signing.challenge"
MAX_TEXT: Final = 64 * 1024


def _with_agent(response: HttpResponse) -> HttpResponse:
    """Let this page alone speak to the agent on the visitor's own machine."""
    agent = f"http://127.0.0.1:{settings.SIGNING_AGENT}"
    response["Content-Security-Policy"] = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        f"connect-src 'self' {agent}; worker-src 'self'; object-src 'none'; frame-ancestors 'none'; "
        "form-action 'self'; base-uri 'none'"
    )
    return response


def _context(**more: Any) -> dict[str, Any]:
    return {"agent": f"http://127.0.0.1:{settings.SIGNING_AGENT}", **more}


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register the certificate in the officer's own token; its key proves itself over a digest made for this page."""
    actor = officer_of(request)
    if request.method != "POST":
        digest = new_challenge()
        request.session[SESSION_KEY] = digest.hex()
        return _registering(request, digest, {})
    digest = bytes.fromhex(request.session.pop(SESSION_KEY, "") or "00")
    try:
        chain = _chain(request.POST.get("chung_thu", ""))
        proof = Challenge(digest, _decoded(request.POST.get("chu_ky", "")))
        ref = f"agent:{_fingerprint(chain[0])}"
        place = KeyPlace(KeyKind.AGENT, ref, chain, ConsentNeed.DEVICE)
        if actor.account_id is None:
            raise KeyUnsuitable
        info = register_key(actor, holder_id=actor.account_id, place=place, proof=proof, now=now())
    except DomainError as refused:
        fresh = new_challenge()
        request.session[SESSION_KEY] = fresh.hex()
        return _registering(request, fresh, {"all": _(refused.sentence)}, status=422)
    messages.success(request, _("Đã đăng ký chứng thư số %(serial)s.") % {"serial": info.serial})
    return redirect("signing:mine")


def _registering(request: HttpRequest, digest: bytes, errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = _context(digest=base64.b64encode(digest).decode(), errors=errors)
    return _with_agent(render(request, "signing/register.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for consent or a time-stamp; POST consents by PIN and code, drops, or tries stamps again."""
    actor, moment = officer_of(request), now()
    if request.method != "POST":
        return _waiting(request, {})
    if request.POST.get("viec") == "thu_lai":
        two_step.finish_again(actor, now=moment)
        messages.success(request, _("Hệ thống đang lấy lại dấu thời gian cho các văn bản đã ký."))
        return redirect("signing:waiting")
    chosen = [one for text in request.POST.getlist("chon")[:100] if (one := uuid_of(text))]
    if not chosen:
        return _waiting(request, {"chon": _("Chọn ít nhất một văn bản.")})
    if request.POST.get("viec") == "bo":
        count = two_step.drop_prepared(actor, prepared_ids=chosen, now=moment)
        messages.success(request, _("Đã bỏ %(count)d văn bản, không ký.") % {"count": count})
        return redirect("signing:waiting")
    consent = Consent(request.POST.get("pin", "")[:64], request.POST.get("ma", "")[:16])
    items = two_step.sign_prepared(actor, prepared_ids=chosen, consent=consent, now=moment)
    return render(request, "signing/done.html", {"items": items})


def _waiting(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    actor, moment = officer_of(request), now()
    held = two_step.list_prepared(actor, now=moment)
    unfinished = two_step.list_unfinished(actor, now=moment)
    rows = [{"info": one, "digest": base64.b64encode(one.digest).decode(), "key": one.key} for one in held]
    context = _context(
        device=[row for row in rows if row["info"].key.consent is ConsentNeed.DEVICE],  # type: ignore[attr-defined]
        coded=[row for row in rows if row["info"].key.consent is not ConsentNeed.DEVICE],  # type: ignore[attr-defined]
        received=[one for one in unfinished if not one.is_over],
        over=[one for one in unfinished if one.is_over],
        errors=errors,
    )
    return _with_agent(render(request, "signing/waiting.html", context, status=422 if errors else 200))


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Take in what the device signed (`chu_ky`: JSON of id to base64) and tell what became of each."""
    actor = officer_of(request)
    try:
        signatures = _signatures(request.POST.get("chu_ky", ""))
    except DomainError as refused:
        return _waiting(request, {"all": _(refused.sentence)})
    items = two_step.finish_signatures(actor, signatures=signatures, now=now())
    return render(request, "signing/done.html", {"items": items})


def _signatures(text: str) -> dict[UUID, bytes]:
    try:
        read = json.loads(text[:MAX_TEXT] or "{}")
    except ValueError:
        read = None
    if not isinstance(read, dict) or not read or len(read) > two_step.MAX_WAITING:
        raise KeyUnsuitable(_("Thiết bị chưa trả chữ ký nào. Ký lại."))
    return {found: _decoded(str(one)) for name, one in read.items() if (found := uuid_of(str(name)))}


def _chain(text: str) -> tuple[bytes, ...]:
    found = [_decoded(one) for one in text[:MAX_TEXT].split() if one][: MAX_CHAIN + 1]
    if not found:
        raise KeyUnsuitable(_("Chưa chọn chứng thư trong thiết bị. Kết nối thiết bị rồi chọn."))
    return tuple(found)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise KeyUnsuitable from None


def _fingerprint(der: bytes) -> str:
    from hashlib import sha256

    return sha256(der).hexdigest()
