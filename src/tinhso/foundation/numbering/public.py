"""The door of numbering."""

from tinhso.foundation.numbering.actions import next_code, next_number, take_blocks
from tinhso.foundation.numbering.data import DossierCode, Period, Series, Unique
from tinhso.foundation.numbering.errors import BadCode
from tinhso.foundation.numbering.queries import last_number
from tinhso.foundation.numbering.rules import normal_code, parse_code

__all__ = [
    "BadCode",
    "DossierCode",
    "Period",
    "Series",
    "Unique",
    "last_number",
    "next_code",
    "next_number",
    "normal_code",
    "parse_code",
    "take_blocks",
]
