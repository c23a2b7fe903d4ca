"""tus 1.0.0 on the wire (https://tus.io/protocols/resumable-upload): core, creation, termination, expiration.

A browser sends the CSRF token with each of these, as with every other act.
"""

import base64
import binascii
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tinhso.foundation.files import uploads as verbs
from tinhso.foundation.files.data import UploadInfo
from tinhso.foundation.files.errors import BadUploadRequest
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of, problem

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration"
SESSION_KEY: Final = "files_owner"
MAX_METADATA: Final = 4096

View = Callable[..., HttpResponse]


def owner_token(request: HttpRequest) -> str:
    """Return the token that binds uploads of somebody not signed in to their session, made when there is none."""
    if actor_of(request).account_id is not None:
        return ""
    if SESSION_KEY not in request.session:
        request.session[SESSION_KEY] = secrets.token_urlsafe(32)
    return str(request.session[SESSION_KEY])


def _tus(view: View) -> View:
    """Speak the protocol: version asked and told, method override, refusals as problem details."""

    @wraps(view)
    def speak(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        method = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
        if method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412)
        else:
            try:
                response = view(request, method, *arguments, **named)
            except DomainError as error:
                response = problem(error)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Tus-Extension"] = EXTENSIONS
        response["Tus-Max-Size"] = str(settings.FILE_MAX_BYTES)
        response["Cache-Control"] = "no-store"
        return response

    return speak


@_tus
def uploads(request: HttpRequest, method: str) -> HttpResponse:
    """Begin an upload: its size in Upload-Length, its name in Upload-Metadata."""
    if method != "POST":
        return _not_allowed("POST, OPTIONS")
    info = verbs.create(
        actor_of(request),
        size=_number(request, "Upload-Length"),
        name=_name(request.headers.get("Upload-Metadata", "")),
        owner_token=owner_token(request),
        now=clock.now(),
    )
    response = _told(info, status=201)
    response["Location"] = f"{request.path}{info.id}"
    return response


@_tus
def upload(request: HttpRequest, method: str, upload_id: UUID) -> HttpResponse:
    """Tell how far an upload is (HEAD), take its next bytes (PATCH), give it up (DELETE)."""
    whose: dict[str, Any] = {"upload_id": upload_id, "owner_token": owner_token(request), "now": clock.now()}
    actor = actor_of(request)
    if method == "HEAD":
        info = verbs.get_upload(actor, **whose)
        response = _told(info, status=200)
        response["Upload-Length"] = str(info.size)
        return response
    if method == "PATCH":
        if request.content_type != "application/offset+octet-stream":
            return HttpResponse(status=415)
        data = request.read(verbs.MAX_CHUNK + 1)
        return _told(verbs.append(actor, offset=_number(request, "Upload-Offset"), data=data, **whose), status=204)
    if method == "DELETE":
        verbs.terminate(actor, **whose)
        return HttpResponse(status=204)
    return _not_allowed("HEAD, PATCH, DELETE, OPTIONS")


def _told(info: UploadInfo, *, status: int) -> HttpResponse:
    """Answer with the state of an upload; X-File-Id names the file once it is whole."""
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(info.offset)
    response["Upload-Expires"] = info.expires_at_http
    if info.file_id:
        response["X-File-Id"] = str(info.file_id)
    return response


def _not_allowed(methods: str) -> HttpResponse:
    return HttpResponse(status=405, headers={"Allow": methods})


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise BadUploadRequest(header=header)
    return int(text)


def _name(metadata: str) -> str:
    """Return the file name in Upload-Metadata ("filename <base64>, …"), empty when there is none we can read."""
    for pair in metadata[:MAX_METADATA].split(","):
        key, _, value = pair.strip().partition(" ")
        if key in {"filename", "name"}:
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""
