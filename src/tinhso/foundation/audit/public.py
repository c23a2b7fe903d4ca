"""The door of the audit."""

from tinhso.foundation.audit.actions import (
    MAX_READS,
    record,
    record_read,
    record_reads,
    record_reads_about,
    record_shown,
)
from tinhso.foundation.audit.data import READ_VERB, Broken, Entry, Proof, SealInfo, VerifyReport
from tinhso.foundation.audit.errors import ChainBroken, NotSealedYet
from tinhso.foundation.audit.keys import export_keys
from tinhso.foundation.audit.privileges import ensure_guards, grant_least_privileges
from tinhso.foundation.audit.queries import TAIL_LIMIT, last_seal, list_of_request, list_reads_of, list_trail, proof
from tinhso.foundation.audit.rules import check_proof
from tinhso.foundation.audit.sealing import mend_after_restore, seal_pending
from tinhso.foundation.audit.verifying import verify

__all__ = [
    "MAX_READS",
    "READ_VERB",
    "TAIL_LIMIT",
    "Broken",
    "ChainBroken",
    "Entry",
    "NotSealedYet",
    "Proof",
    "SealInfo",
    "VerifyReport",
    "check_proof",
    "ensure_guards",
    "export_keys",
    "grant_least_privileges",
    "last_seal",
    "list_of_request",
    "list_reads_of",
    "list_trail",
    "mend_after_restore",
    "proof",
    "record",
    "record_read",
    "record_reads",
    "record_reads_about",
    "record_shown",
    "seal_pending",
    "verify",
]
