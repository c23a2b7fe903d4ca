"""What another system learns of a person, scope by scope; nothing else leaves."""

from typing import Any

from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel import clock


def claims_of(account: Account, scopes: frozenset[str]) -> dict[str, Any]:
    """Return the claims of an account under the scopes granted. `sub` is our id, the same at every client.

    `acr` is the level of the account's proof (LoA1, LoA2). For an officer `tinhso:officer` tells the posts held today:
    unit (code and name), position, roles.
    """
    claims: dict[str, Any] = {"sub": str(account.pk), "acr": f"LoA{account.assurance}"}
    if "profile" in scopes:
        claims |= {"name": account.name, "locale": "vi-VN", "tinhso_kind": account.kind}
    if "phone" in scopes and account.phone:
        claims |= {"phone_number": account.phone, "phone_number_verified": False}
    if "email" in scopes and account.email:
        claims |= {"email": account.email, "email_verified": False}
    if "tinhso:number" in scopes:
        claims["tinhso_number"] = account.number
    if "tinhso:officer" in scopes and account.officer_id is not None:
        claims["tinhso_posts"] = [
            _post(post) for post in organisations.appointments_of(account.officer_id, clock.today())
        ]
    return claims


def _post(post: organisations.AppointmentInfo) -> dict[str, Any]:
    unit = organisations.get_unit(post.unit_id)
    agency = organisations.agency_of(post.unit_id)
    return {
        "unit_code": unit.code,
        "unit_name": unit.name,
        "agency_code": agency.code,
        "agency_name": agency.name,
        "position": post.position,
        "roles": list(post.roles),
        "is_acting": post.acting_for is not None,
    }
