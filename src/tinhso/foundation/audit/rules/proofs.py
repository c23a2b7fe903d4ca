"""Proving one entry to somebody who has neither the database nor the other entries."""

from typing import Any

from tinhso.foundation.audit.rules.merkle import leaf, root_from_path
from tinhso.foundation.audit.rules.statement import digest_of, is_signed


def check_proof(proof: dict[str, Any], public_key: bytes) -> bool:
    """Tell whether `proof` (as `Proof.to_json` writes it) shows its entry under a seal signed by `public_key`.

    Pure and offline. The key, raw and 32 bytes long, must come from somewhere the holder of the proof trusts. Anything
    malformed is simply no proof.
    """
    try:
        statement, index = proof["seal"], proof["index"]
        path = [bytes.fromhex(sibling) for sibling in proof["path"]]
        found = root_from_path(leaf(proof["entry"].encode()), index=index, count=statement["count"], path=path)
        if found is None or found != bytes.fromhex(statement["root"]):
            return False
        return is_signed(digest_of(statement), bytes.fromhex(proof["signature"]), public_key)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
