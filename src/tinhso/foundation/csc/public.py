"""The door of csc."""

from tinhso.foundation.csc.access import seals_of
from tinhso.foundation.csc.actions import (
    NewRule,
    close_system,
    decide,
    end_rule,
    register_system,
    renew_secret,
    set_rule,
)
from tinhso.foundation.csc.data import KEEP_SEAL, SYSTEMS, AskState, AuthorisationInfo, RuleInfo, SystemInfo
from tinhso.foundation.csc.errors import AlreadyDecided, BadRule, SystemMissing
from tinhso.foundation.csc.queries import get_authorisation, list_authorisations, list_rules, list_systems

__all__ = [
    "KEEP_SEAL",
    "SYSTEMS",
    "AlreadyDecided",
    "AskState",
    "AuthorisationInfo",
    "BadRule",
    "NewRule",
    "RuleInfo",
    "SystemInfo",
    "SystemMissing",
    "close_system",
    "decide",
    "end_rule",
    "get_authorisation",
    "list_authorisations",
    "list_rules",
    "list_systems",
    "register_system",
    "renew_secret",
    "seals_of",
    "set_rule",
]
