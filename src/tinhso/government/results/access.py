"""The gates: the only way to obtain a result for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from tinhso.government.results.errors import ResultNotFound
from tinhso.government.results.models import Result
from tinhso.kernel.actors import Actor
from tinhso.kernel.rows import Rows

REVOKE: Final = "results.revoke"
SEE: Final = "results.see"
RESULTS: Final = Rows(Result)


def access_result(actor: Actor, *, result_id: UUID, ability: str | None = None, lock: bool = False) -> Result:
    """Return the result if it is the actor's own or lies in the units they hold `ability` over (`results.see`).

    Owners only read: with an `ability` given, only officers pass. Raises ResultNotFound for everything else.
    """
    found = RESULTS.find("t.id = %s", [result_id], lock=lock)
    if not found or not _may(actor, found[0], ability):
        raise ResultNotFound
    return found[0]


def _may(actor: Actor, result: Result, ability: str | None) -> bool:
    owns = actor.is_applicant and actor.account_id is not None and result.person_id == actor.account_id
    return (owns and ability is None) or actor.may(ability or SEE, result.unit_id)
