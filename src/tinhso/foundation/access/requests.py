"""The actor of a web request. Session, account and posts: three queries for an officer, two for a citizen."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from tinhso.foundation.access import queries
from tinhso.foundation.identity.public import Account, assurance_of, client_address, keep_session
from tinhso.foundation.mandates import public as mandates
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS, Actor
from tinhso.kernel.errors import NotFound

POST_KEY: Final = "access.appointment"
PRINCIPAL_KEY: Final = "access.principal"


def actor_for_request(request: HttpRequest) -> Actor:
    """Return who makes the request; ANONYMOUS for nobody, and for a session that has run out (it is ended then).

    Who has chosen to act for somebody else does so while a mandate is in force today: one query more, at each request.
    """
    found = (getattr(request, "request_id", ""), client_address(request))
    account = request.user
    if not keep_session(request) or not isinstance(account, Account):
        return Actor(ANONYMOUS.kind, request_id=found[0], address=found[1])
    actor = queries.actor_for(account, appointment_id=_chosen(request), request_id=found[0], address=found[1])
    return _for_principal(request, replace(actor, assurance=assurance_of(request, account)))


def choose_post(request: HttpRequest, appointment_id: UUID) -> None:
    """Act in another of one's own posts from the next request on. Raises NotFound for a post that is not one's own."""
    account = request.user
    officer_id = getattr(account, "officer_id", None)
    if officer_id is None or appointment_id not in {post.id for post in queries.posts_of(officer_id)}:
        raise NotFound
    request.session[POST_KEY] = str(appointment_id)


def choose_principal(request: HttpRequest, principal_id: UUID | None) -> None:
    """Act for another person or a business from the next request on; for oneself again with None.

    Raises NotFound where no mandate is in force.
    """
    account_id = getattr(request.user, "id", None)
    if principal_id is None:
        request.session.pop(PRINCIPAL_KEY, None)
        return
    if account_id is None or mandates.find_behalf(account_id, principal_id=principal_id, on=clock.today()) is None:
        raise NotFound
    request.session[PRINCIPAL_KEY] = str(principal_id)


def _for_principal(request: HttpRequest, actor: Actor) -> Actor:
    kept = request.session.get(PRINCIPAL_KEY)
    if not kept or not actor.is_applicant or actor.account_id is None:
        return actor
    behalf = mandates.find_behalf(actor.account_id, principal_id=UUID(kept), on=clock.today())
    if behalf is None:
        request.session.pop(PRINCIPAL_KEY, None)
    return replace(actor, behalf=behalf)


def _chosen(request: HttpRequest) -> UUID | None:
    kept = request.session.get(POST_KEY)
    return UUID(kept) if kept else None
