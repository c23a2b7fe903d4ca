"""A number's pseudonym: who knows only the record of look-ups learns nobody's number from it.

Identity makes them, so that every room puts the reads of one person without an account in one place.
"""

from tinhso.foundation.identity.public import person_id, pseudonym

__all__ = ["person_id", "pseudonym"]
