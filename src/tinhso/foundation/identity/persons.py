"""Under whom reads of a number's data stand on record: the account with that number, or a stand-in made of it.

Offices hold data of people who have no account yet. Their reads are kept together under a stand-in that tells nobody's
number; once the holder has an account and has proven who they are, the tracker shows both. HMAC-SHA-256 under a key
derived from the installation's secret: numbers are few enough to try them all against a bare digest. Another secret
gives other stand-ins; lines written before then stand for themselves.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.crypto import salted_hmac

from tinhso.foundation.identity import queries

_SALT = "tinhso.data.population"
"""As it was when population alone did this: the stand-ins of installations at work stay the same."""


def pseudonym(number: str) -> str:
    """Return the pseudonym of a number, 64 hexadecimal digits."""
    return salted_hmac(_SALT, queries.clean_number(number), algorithm="sha256").hexdigest()


def stand_in(number: str) -> UUID:
    """Return under what reads of a number's data stand while nobody has an account with it."""
    return UUID(hex=pseudonym(number)[:32])


def person_id(number: str) -> UUID:
    """Return whom a read of this number's data is on record for, today."""
    return person_ids([number])[number]


def person_ids(numbers: Iterable[str]) -> dict[str, UUID]:
    """Return the same for at most 500 numbers, by the number as given, in one query."""
    asked = list(dict.fromkeys(numbers))
    known = queries.list_by_numbers(asked)
    return {number: known[number].id if number in known else stand_in(number) for number in asked}
