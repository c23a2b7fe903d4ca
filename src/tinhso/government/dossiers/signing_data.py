"""Words of a result that is being signed; taken from `data` by others."""

from enum import StrEnum
from typing import Final

SIGNING: Final = "signing"
"""The act a dossier stands at while its result is signed: nobody takes this step, the queue does."""


class SigningState(StrEnum):
    """What became of a decision to sign: made, given up because a signature failed, or taken back by who signs."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class SigningStage(StrEnum):
    """Whose signature is made now: the leader's hand, then the agency's seal."""

    LEADER = "leader"
    SEAL = "seal"
