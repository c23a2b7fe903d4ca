"""The gate: over which units one reads figures with their dossiers. What is public passes no gate."""

from typing import Final

from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.errors import Forbidden, Unauthenticated

SEE: Final = "figures.see"


def scope_of(actor: Actor) -> Scope:
    """Return over which units the actor reads figures. Raises Unauthenticated, Forbidden."""
    if actor.account_id is None:
        raise Unauthenticated
    scope = actor.scope(SEE)
    if not scope:
        raise Forbidden
    return scope
