"""Reads: who somebody is when they act."""

from datetime import date
from uuid import UUID

from tinhso.foundation.access import rules
from tinhso.foundation.access.data import ROLE_TITLES, PostChoice
from tinhso.foundation.identity.public import Account, AccountInfo, AccountKind
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import AppointmentInfo, AppointmentKind
from tinhso.kernel import clock, modules
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden


def actor_for(
    account: Account | AccountInfo,
    *,
    appointment_id: UUID | None = None,
    request_id: str = "",
    address: str = "",
    on: date | None = None,
) -> Actor:
    """Return the actor that an account is, in the post named, or else in the main one. One query, for officers only.

    An officer's `unit_id` is the agency the post belongs to (a section has no name in law); abilities reach the agency,
    what is below it, and what it has taken over. A post that has ended, or whose unit is closed, gives nothing. When
    standing in, the abilities delegated come on top of one's own main post's, and `acting_for` names whose they are.
    Citizens and businesses hold no abilities: gates know them by `is_applicant` and their account.
    """
    kind = AccountKind(account.kind)
    if kind is not AccountKind.OFFICER or account.officer_id is None:
        return Actor(
            kind=ActorKind(kind.value),
            account_id=account.id,
            name=account.name,
            assurance=account.assurance,
            request_id=request_id,
            address=address,
        )
    posts = posts_of(account.officer_id, on=on)
    post = next((p for p in posts if p.id == appointment_id), posts[0] if posts else None)
    agency = organisations.agency_of(post.unit_id, on=on) if post else None
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=account.id,
        name=account.name,
        title=post.position if post else "",
        unit_id=agency.id if agency else None,
        unit_name=agency.name if agency else "",
        appointment_id=post.id if post else None,
        acting_for=post.acting_for if post else None,
        assurance=account.assurance,
        abilities=rules.abilities(_grants(post, posts, on), modules.abilities_of_role),
        request_id=request_id,
        address=address,
    )


def posts_of(officer_id: UUID, *, on: date | None = None) -> list[AppointmentInfo]:
    """Return the posts an officer may act in on a day, the main one first; posts in closed units are left out."""
    day = on or clock.today()
    held = organisations.appointments_of(officer_id, day)
    return [post for post in held if organisations.get_unit(post.unit_id, on=on).is_open_on(day)]


def _grants(
    post: AppointmentInfo | None, posts: list[AppointmentInfo], on: date | None
) -> list[tuple[str, frozenset[UUID]]]:
    """Return the roles in force with the units each reaches: the post's, and when standing in one's main post's too."""
    if post is None:
        return []
    in_force = [post]
    if post.kind is AppointmentKind.ACTING:
        in_force += [p for p in posts if p.kind is AppointmentKind.MAIN]
    return [(role, reach) for p in in_force for reach in (reach_of(p.unit_id, on=on),) for role in p.roles]


def reach_of(unit_id: UUID, *, on: date | None = None) -> frozenset[UUID]:
    """Return the units a post in `unit_id` reaches: its agency, what is below, and the units those took over whole."""
    agency = organisations.agency_of(unit_id, on=on)
    below = organisations.subtree_ids(agency.id, on=on)
    return below | organisations.predecessors_of(below, on=on)


def ability_required(actor: Actor, ability: str, unit_id: UUID | None = None) -> None:
    """Raise Forbidden unless the actor holds `ability` (over `unit_id`, when one is given)."""
    if not actor.may(ability, unit_id):
        raise Forbidden


def role_title(role: str) -> str:
    """Return the Vietnamese title of a role. Raises KeyError for one that is not in the catalogue."""
    return str(ROLE_TITLES[role])


def list_posts(actor: Actor, account: Account | AccountInfo) -> tuple[PostChoice, ...]:
    """Return the posts an officer may switch between, the main one first: two queries at most, however many posts."""
    if account.officer_id is None:
        return ()
    posts = posts_of(account.officer_id)
    names = organisations.names_of(post.acting_for for post in posts if post.acting_for)
    return tuple(
        PostChoice(
            appointment_id=post.id,
            title=post.position,
            unit_name=organisations.get_unit(post.unit_id).name,
            is_current=post.id == actor.appointment_id,
            acting_for_name=names.get(post.acting_for, "") if post.acting_for else "",
        )
        for post in posts
    )
