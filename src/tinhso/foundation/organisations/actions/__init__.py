"""Writes: acts on units, and acts on the people who hold posts."""

from tinhso.foundation.organisations.actions.officers import (
    appoint,
    end_appointment,
    ensure_position,
    register_officer,
    stand_in,
)
from tinhso.foundation.organisations.actions.reforms import merge_units, split_unit
from tinhso.foundation.organisations.actions.units import close_unit, create_unit, move_unit, rename_unit

__all__ = [
    "appoint",
    "close_unit",
    "create_unit",
    "end_appointment",
    "ensure_position",
    "merge_units",
    "move_unit",
    "register_officer",
    "rename_unit",
    "split_unit",
    "stand_in",
]
