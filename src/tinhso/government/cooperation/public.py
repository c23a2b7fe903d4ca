"""The door of cooperation."""

from tinhso.government.cooperation.actions.consults import answer, ask, close, decline, extend, remind
from tinhso.government.cooperation.actions.handover import hand_over_all, move_items, set_absence
from tinhso.government.cooperation.actions.outside import answer_part, ask_applicant, finish_part, refuse_part
from tinhso.government.cooperation.data import (
    Addressee,
    ConsultInfo,
    ConsultState,
    HandOverInfo,
    MovedLine,
    PartInfo,
    PartState,
    PartWay,
    ShownPaper,
)
from tinhso.government.cooperation.errors import (
    BadConsult,
    BadHandOver,
    BadPart,
    ConsultClosed,
    ConsultMissing,
    IllegalPartMove,
    NotYours,
    PartMissing,
)
from tinhso.government.cooperation.queries.consults import (
    get_consult,
    list_consults,
    open_answer_file,
    open_shown_paper,
)
from tinhso.government.cooperation.queries.handover import get_hand_over, list_colleagues, list_hand_overs, open_work_of
from tinhso.government.cooperation.queries.parts import get_part, list_parts, open_part_result, parent_of

__all__ = [
    "Addressee",
    "BadConsult",
    "BadHandOver",
    "BadPart",
    "ConsultClosed",
    "ConsultInfo",
    "ConsultMissing",
    "ConsultState",
    "HandOverInfo",
    "IllegalPartMove",
    "MovedLine",
    "NotYours",
    "PartInfo",
    "PartMissing",
    "PartState",
    "PartWay",
    "ShownPaper",
    "answer",
    "answer_part",
    "ask",
    "ask_applicant",
    "close",
    "decline",
    "extend",
    "finish_part",
    "get_consult",
    "get_hand_over",
    "get_part",
    "hand_over_all",
    "list_colleagues",
    "list_consults",
    "list_hand_overs",
    "list_parts",
    "move_items",
    "open_answer_file",
    "open_part_result",
    "open_shown_paper",
    "open_work_of",
    "parent_of",
    "refuse_part",
    "remind",
    "set_absence",
]
