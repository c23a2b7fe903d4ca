"""A number's pseudonym: who knows only the record of look-ups learns nobody's number from it.

HMAC-SHA-256 under a key derived from the installation's secret: numbers are few enough to try them all against a bare
digest. Another secret gives other pseudonyms; lines written before then stand for themselves.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

from tinhso.foundation.identity import public as identity


def pseudonym(number: str) -> str:
    """Return the pseudonym of a number, 64 hexadecimal digits."""
    return salted_hmac("tinhso.data.population", number, algorithm="sha256").hexdigest()


def person_id(number: str) -> UUID:
    """Return whom a read of this number's data is on record for: the person's account, or a stand-in made of it.

    The stand-in keeps reads together of somebody who has no account yet.
    """
    account = identity.find_by_number(number)
    return account.id if account else UUID(hex=pseudonym(number)[:32])
