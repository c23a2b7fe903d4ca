"""HTTP edges: the request that knows its actor, and refusals as problem details (RFC 9457)."""

from typing import Any, cast

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext

from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.errors import DomainError


class ActorRequest(HttpRequest):
    """A request whose actor the middleware has found."""

    actor: Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request; ANONYMOUS when nobody is signed in."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def problem(error: DomainError, *, instance: str = "") -> JsonResponse:
    """Return a refusal as `application/problem+json`. Field errors stand under `errors`."""
    body: dict[str, Any] = {
        "type": f"urn:tinhso:problem:{error.code}",
        "title": gettext(error.sentence),
        "status": error.status,
        "code": error.code,
    }
    if instance:
        body["instance"] = instance
    if error.fields:
        body["errors"] = [{"field": name, "sentence": gettext(sentence)} for name, sentence in error.fields.items()]
    return JsonResponse(body, status=error.status, content_type="application/problem+json")
