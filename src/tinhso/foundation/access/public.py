"""The door of access."""

from tinhso.foundation.access.data import ROLE_TITLES, PostChoice
from tinhso.foundation.access.gates import AssuranceTooLow, Gate, assurance_required, is_proven, level_needed
from tinhso.foundation.access.queries import ability_required, actor_for, list_posts, reach_of, role_title
from tinhso.foundation.access.requests import actor_for_request, choose_post, choose_principal

__all__ = [
    "ROLE_TITLES",
    "AssuranceTooLow",
    "Gate",
    "PostChoice",
    "ability_required",
    "actor_for",
    "actor_for_request",
    "assurance_required",
    "choose_post",
    "choose_principal",
    "is_proven",
    "level_needed",
    "list_posts",
    "reach_of",
    "role_title",
]
