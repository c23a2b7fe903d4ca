"""The door of population."""

from tinhso.data.population.access import LOOK_UP, OPERATE, OVERSEE
from tinhso.data.population.actions import check_later, look_up, open_visit, pause, retry, verify
from tinhso.data.population.adapters import is_connected
from tinhso.data.population.data import (
    EVERYTHING,
    IDENTITY,
    Address,
    Card,
    CheckInfo,
    CheckState,
    KnownPerson,
    Operation,
    Outcome,
    Part,
    PartialDate,
    Person,
    Relative,
    Sex,
    Standing,
    Verdict,
)
from tinhso.data.population.errors import (
    AnswerUnreadable,
    BadQuestion,
    LimitReached,
    NotConnected,
    PersonMismatch,
    PersonNotFound,
    PurposeMissing,
    SourceRefused,
    SourceUnavailable,
)
from tinhso.data.population.holding import forget, rebind
from tinhso.data.population.knowing import OF_THE_STATE, known_of_applicant, locked_values, prefill_values
from tinhso.data.population.pseudonyms import person_id
from tinhso.data.population.queries import find_person, is_own_visit, standing_of
from tinhso.data.population.rules.card import read_card
from tinhso.data.population.subjects import provide_dossiers
from tinhso.data.population.working import work_queue

__all__ = [
    "EVERYTHING",
    "IDENTITY",
    "LOOK_UP",
    "OF_THE_STATE",
    "OPERATE",
    "OVERSEE",
    "Address",
    "AnswerUnreadable",
    "BadQuestion",
    "Card",
    "CheckInfo",
    "CheckState",
    "KnownPerson",
    "LimitReached",
    "NotConnected",
    "Operation",
    "Outcome",
    "Part",
    "PartialDate",
    "Person",
    "PersonMismatch",
    "PersonNotFound",
    "PurposeMissing",
    "Relative",
    "Sex",
    "SourceRefused",
    "SourceUnavailable",
    "Standing",
    "Verdict",
    "check_later",
    "find_person",
    "forget",
    "is_connected",
    "is_own_visit",
    "known_of_applicant",
    "locked_values",
    "look_up",
    "open_visit",
    "pause",
    "person_id",
    "prefill_values",
    "provide_dossiers",
    "read_card",
    "rebind",
    "retry",
    "standing_of",
    "verify",
    "work_queue",
]
