"""The gates: who runs the exchange, who may look at its catalogue."""

from typing import Final

from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound, Unauthenticated

OPERATE: Final = "national.operate"
SEE: Final = "national.see"


def operator_required(actor: Actor) -> None:
    """Let operators through. Raises Unauthenticated for nobody, NotFound for everybody else."""
    _required(actor, OPERATE)


def see_required(actor: Actor) -> None:
    """Let those through who look after procedures. Raises Unauthenticated for nobody, NotFound for everybody else."""
    _required(actor, SEE)


def _required(actor: Actor, ability: str) -> None:
    if actor.may(ability):
        return
    if actor.account_id is None:
        raise Unauthenticated
    raise NotFound
