"""Who may open a page at all; what they may do there, the rooms' own gates say."""

from django.http import HttpRequest

from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of


def officer_of(request: HttpRequest, *abilities: str, otherwise: type[DomainError] = NotFound) -> Actor:
    """Return the officer at work, who holds one of `abilities` (any officer when none is named).

    Raises Unauthenticated for nobody and NotFound for who is no officer. An officer without the ability gets
    `otherwise`: NotFound for a room whose very presence is not theirs to know, Forbidden where the menu tells of it.
    """
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer:
        raise NotFound
    if abilities and not any(actor.may(one) for one in abilities):
        raise otherwise
    return actor


def applicant_of(request: HttpRequest, *, otherwise: DomainError | None = None) -> Actor:
    """Return the signed-in citizen or business. Raises Unauthenticated for nobody.

    An officer at work gets `otherwise`, a refusal that says whom the page is for, or NotFound without one.
    """
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_applicant:
        raise otherwise or NotFound
    return actor
