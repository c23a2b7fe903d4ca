"""The door of correspondence."""

from tinhso.government.correspondence.actions.delivering import deliver_all
from tinhso.government.correspondence.actions.importing import import_packet, import_status
from tinhso.government.correspondence.actions.lists import close_list, save_list
from tinhso.government.correspondence.actions.recalling import answer_recall
from tinhso.government.correspondence.actions.receiving import send_back, take_in
from tinhso.government.correspondence.actions.sending import resend, seen_refusals, send_more
from tinhso.government.correspondence.data import (
    DeliveryInfo,
    DeliveryState,
    PacketInfo,
    Receiver,
    SendListInfo,
    Standing,
    StatusLineInfo,
)
from tinhso.government.correspondence.errors import BadImport, BadReply, BadSendList, DeliveryMissing, IllegalStatus
from tinhso.government.correspondence.queries import (
    Came,
    Sent,
    bytes_of,
    count_open,
    get_came,
    get_send_list,
    get_sent,
    list_came,
    list_lines,
    list_receivers,
    list_send_lists,
    list_sent,
    packets_of_document,
    receivers_of,
    resolve_list,
    status_message,
)

__all__ = [
    "BadImport",
    "BadReply",
    "BadSendList",
    "Came",
    "DeliveryInfo",
    "DeliveryMissing",
    "DeliveryState",
    "IllegalStatus",
    "PacketInfo",
    "Receiver",
    "SendListInfo",
    "Sent",
    "Standing",
    "StatusLineInfo",
    "answer_recall",
    "bytes_of",
    "close_list",
    "count_open",
    "deliver_all",
    "get_came",
    "get_send_list",
    "get_sent",
    "import_packet",
    "import_status",
    "list_came",
    "list_lines",
    "list_receivers",
    "list_send_lists",
    "list_sent",
    "packets_of_document",
    "receivers_of",
    "resend",
    "resolve_list",
    "save_list",
    "seen_refusals",
    "send_back",
    "send_more",
    "status_message",
    "take_in",
]
