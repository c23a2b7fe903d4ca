"""The actor of a web request. Session, account and posts: three queries for an officer, two for a citizen."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from tinhso.foundation.access import queries
from tinhso.foundation.identity.public import Account, assurance_of, client_address, keep_session
from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.errors import NotFound

POST_KEY: Final = "access.appointment"


def actor_for_request(request: HttpRequest) -> Actor:
    """Return who makes the request; ANONYMOUS for nobody, and for a session that has run out (it is ended then)."""
    found = (getattr(request, "request_id", ""), client_address(request))
    account = request.user
    if not keep_session(request) or not isinstance(account, Account):
        return Actor(ANONYMOUS.kind, request_id=found[0], address=found[1])
    actor = queries.actor_for(account, appointment_id=_chosen(request), request_id=found[0], address=found[1])
    return replace(actor, assurance=assurance_of(request, account))


def choose_post(request: HttpRequest, appointment_id: UUID) -> None:
    """Act in another of one's own posts from the next request on. Raises NotFound for a post that is not one's own."""
    account = request.user
    officer_id = getattr(account, "officer_id", None)
    if officer_id is None or appointment_id not in {post.id for post in queries.posts_of(officer_id)}:
        raise NotFound
    request.session[POST_KEY] = str(appointment_id)


def _chosen(request: HttpRequest) -> UUID | None:
    kept = request.session.get(POST_KEY)
    return UUID(kept) if kept else None
