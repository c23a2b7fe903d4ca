# ruff: noqa: ARG002 - every call of the port is answered the same
"""Keys in a token at its holder's own machine: this program never reaches them.

Their holder's browser does, through the agent on that machine (docs/signing-agent.md): a document is prepared here, the
agent signs its digest, and it is finished here. Behind the port such a key only says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from tinhso.foundation.signing.data import Consent
from tinhso.foundation.signing.errors import ConsentNeeded, KeyUnreachable


@dataclass(frozen=True)
class AgentKeys:
    """The KeyPort of keys that sign only in two steps."""

    prefers_batches: bool = True

    def certificate_chain(self, ref: str) -> NoReturn:
        """Raise KeyUnreachable: the certificates of such a key stand in the register."""
        raise KeyUnreachable

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> NoReturn:
        """Raise ConsentNeeded: its holder signs, in their browser."""
        raise ConsentNeeded

    def sign_digests(
        self, ref: str, digests: Sequence[bytes], *, digest_algorithm: str, consent: Consent | None = None
    ) -> NoReturn:
        """Raise ConsentNeeded: its holder signs, in their browser."""
        raise ConsentNeeded


@cache
def agent_keys() -> AgentKeys:
    """Return the one port of this process."""
    return AgentKeys()
