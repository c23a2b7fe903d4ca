"""The door of transfers."""

from tinhso.government.transfers.actions import confirm, found, note_papers, send, skip, take_back
from tinhso.government.transfers.data import LineInfo, LineState, TransferInfo, Way
from tinhso.government.transfers.errors import BadTransfer, IllegalTransferMove, TransferMissing
from tinhso.government.transfers.printing import slip
from tinhso.government.transfers.queries import (
    Bundle,
    find_transfer,
    get_line,
    get_transfer,
    list_transfers,
    list_waiting,
    paper_of,
)

__all__ = [
    "BadTransfer",
    "Bundle",
    "IllegalTransferMove",
    "LineInfo",
    "LineState",
    "TransferInfo",
    "TransferMissing",
    "Way",
    "confirm",
    "find_transfer",
    "found",
    "get_line",
    "get_transfer",
    "list_transfers",
    "list_waiting",
    "note_papers",
    "paper_of",
    "send",
    "skip",
    "slip",
    "take_back",
]
