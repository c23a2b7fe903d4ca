"""What makes a seal hold: trees of digests, statements, signatures and proofs; pure, without a database."""

from tinhso.foundation.audit.rules.faults import first_fault
from tinhso.foundation.audit.rules.merkle import MARK, inclusion_path, leaf, marks_of, root, root_from_path
from tinhso.foundation.audit.rules.proofs import check_proof
from tinhso.foundation.audit.rules.statement import GENESIS, digest_of, is_signed, sign, statement_of

__all__ = [
    "GENESIS",
    "MARK",
    "check_proof",
    "digest_of",
    "first_fault",
    "inclusion_path",
    "is_signed",
    "leaf",
    "marks_of",
    "root",
    "root_from_path",
    "sign",
    "statement_of",
]
