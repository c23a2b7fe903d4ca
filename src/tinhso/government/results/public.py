"""The door of results."""

from tinhso.government.results.actions import issue, revoke
from tinhso.government.results.data import PublicResult, ResultInfo, ResultState
from tinhso.government.results.errors import BadResult, NotInForce, ReasonNeeded, ResultNotFound
from tinhso.government.results.queries import find_by_sha256, find_by_token, get_result, list_of_person
from tinhso.government.results.tokens import clean_token, new_token
from tinhso.government.results.verifying import sha256_of, verify_signature

__all__ = [
    "BadResult",
    "NotInForce",
    "PublicResult",
    "ReasonNeeded",
    "ResultInfo",
    "ResultNotFound",
    "ResultState",
    "clean_token",
    "find_by_sha256",
    "find_by_token",
    "get_result",
    "issue",
    "list_of_person",
    "new_token",
    "revoke",
    "sha256_of",
    "verify_signature",
]
