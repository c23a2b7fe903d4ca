"""Words others may hold."""

from enum import StrEnum


class AccountKind(StrEnum):
    """Whose account it is."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    OFFICER = "officer"
