"""The door of numbering."""

from tinhso.foundation.numbering.actions import next_code, next_number, take_blocks
from tinhso.foundation.numbering.blocks import (
    find_subject,
    list_blocks,
    open_block,
    reserve_block,
    return_block,
    use_number,
)
from tinhso.foundation.numbering.data import BlockInfo, DossierCode, NumberState, Period, Series, Unique
from tinhso.foundation.numbering.errors import BadCode, BlockMissing, NumberNotInBlock
from tinhso.foundation.numbering.queries import last_number
from tinhso.foundation.numbering.rules import normal_code, parse_code

__all__ = [
    "BadCode",
    "BlockInfo",
    "BlockMissing",
    "DossierCode",
    "NumberNotInBlock",
    "NumberState",
    "Period",
    "Series",
    "Unique",
    "find_subject",
    "last_number",
    "list_blocks",
    "next_code",
    "next_number",
    "normal_code",
    "open_block",
    "parse_code",
    "reserve_block",
    "return_block",
    "take_blocks",
    "use_number",
]
