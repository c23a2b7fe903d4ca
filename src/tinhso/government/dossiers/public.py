"""The door of dossiers."""

from tinhso.government.dossiers.actions.drafts import attach, choose, detach, discard, save_page, start_draft
from tinhso.government.dossiers.actions.ends import stop, stop_at_wish, withdraw
from tinhso.government.dossiers.actions.extend import extend, recompute
from tinhso.government.dossiers.actions.fees import ask_fee, grant_exemption
from tinhso.government.dossiers.actions.intake import file_from_national
from tinhso.government.dossiers.actions.receive import receive, receive_at_counter, refuse
from tinhso.government.dossiers.actions.results import hand_over, return_for_correction
from tinhso.government.dossiers.actions.reuse import (
    attach_from_store,
    attach_from_store_at_counter,
    held_in_store,
    offered_for_draft,
    reused_papers,
)
from tinhso.government.dossiers.actions.sign import sign_result
from tinhso.government.dossiers.actions.steps import draft_result, take_step
from tinhso.government.dossiers.actions.submit import submit, submit_directly
from tinhso.government.dossiers.actions.supplement import ask_supplement, supplement, supplement_at_counter
from tinhso.government.dossiers.actions.undo import undo
from tinhso.government.dossiers.data import (
    ApologyInfo,
    Applicant,
    Channel,
    ClockOperation,
    ClockOperationInfo,
    Delivery,
    DossierDetail,
    DossierFilter,
    DossierInfo,
    DraftInfo,
    NextStep,
    PaperForm,
    PaperInfo,
    PaperInput,
    PublicView,
    Reason,
    Status,
    SupplementInfo,
    SupplementItem,
    TimelineEntry,
    UnitCounts,
)
from tinhso.government.dossiers.errors import (
    AlreadyExtended,
    AlreadyInStore,
    BadDay,
    CannotUndo,
    DossierNotFound,
    DraftChanged,
    DraftNotFound,
    FormIncomplete,
    IllegalMove,
    NoFee,
    NothingAsked,
    NotOffered,
    NotYourStep,
    PapersMissing,
    SecondSupplement,
    SomebodyElseActed,
)
from tinhso.government.dossiers.queries.acts import available_acts
from tinhso.government.dossiers.queries.drafts import get_draft, list_drafts
from tinhso.government.dossiers.queries.exchange import (
    ExchangeBrief,
    ExchangeFacts,
    ExchangeLine,
    exchange_briefs,
    exchange_facts,
)
from tinhso.government.dossiers.queries.files import open_merged_paper, open_paper, open_result
from tinhso.government.dossiers.queries.lists import count_by_unit, count_dossiers
from tinhso.government.dossiers.queries.looks import note_names_shown
from tinhso.government.dossiers.queries.one import get_dossier, look_up, look_up_throttled
from tinhso.government.dossiers.queries.prints import print_paper
from tinhso.government.dossiers.queries.registers import (
    RegisterFilter,
    RegisterRow,
    count_parts,
    export_register,
    print_register,
    register_rows,
)
from tinhso.government.dossiers.queries.shown import list_dossiers
from tinhso.government.dossiers.queries.versions import versions_of
from tinhso.government.dossiers.queries.work import draft_fields, handlers_for, recent_duplicates

__all__ = [
    "AlreadyExtended",
    "AlreadyInStore",
    "ApologyInfo",
    "Applicant",
    "BadDay",
    "CannotUndo",
    "Channel",
    "ClockOperation",
    "ClockOperationInfo",
    "Delivery",
    "DossierDetail",
    "DossierFilter",
    "DossierInfo",
    "DossierNotFound",
    "DraftChanged",
    "DraftInfo",
    "DraftNotFound",
    "ExchangeBrief",
    "ExchangeFacts",
    "ExchangeLine",
    "FormIncomplete",
    "IllegalMove",
    "NextStep",
    "NoFee",
    "NotOffered",
    "NotYourStep",
    "NothingAsked",
    "PaperForm",
    "PaperInfo",
    "PaperInput",
    "PapersMissing",
    "PublicView",
    "Reason",
    "RegisterFilter",
    "RegisterRow",
    "SecondSupplement",
    "SomebodyElseActed",
    "Status",
    "SupplementInfo",
    "SupplementItem",
    "TimelineEntry",
    "UnitCounts",
    "ask_fee",
    "ask_supplement",
    "attach",
    "attach_from_store",
    "attach_from_store_at_counter",
    "available_acts",
    "choose",
    "count_by_unit",
    "count_dossiers",
    "count_parts",
    "detach",
    "discard",
    "draft_fields",
    "draft_result",
    "exchange_briefs",
    "exchange_facts",
    "export_register",
    "extend",
    "file_from_national",
    "get_dossier",
    "get_draft",
    "grant_exemption",
    "hand_over",
    "handlers_for",
    "held_in_store",
    "list_dossiers",
    "list_drafts",
    "look_up",
    "look_up_throttled",
    "note_names_shown",
    "offered_for_draft",
    "open_merged_paper",
    "open_paper",
    "open_result",
    "print_paper",
    "print_register",
    "receive",
    "receive_at_counter",
    "recent_duplicates",
    "recompute",
    "refuse",
    "register_rows",
    "return_for_correction",
    "reused_papers",
    "save_page",
    "sign_result",
    "start_draft",
    "stop",
    "stop_at_wish",
    "submit",
    "submit_directly",
    "supplement",
    "supplement_at_counter",
    "take_step",
    "undo",
    "versions_of",
    "withdraw",
]
