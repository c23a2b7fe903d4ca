"""What a person gets where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from tinhso.foundation.notifications.data import OUTSIDE, Channel, Group

DEFAULTS: Final[Mapping[tuple[Group, Channel], bool]] = MappingProxyType(
    {
        (Group.DOSSIER, Channel.ZALO): True,
        (Group.DOSSIER, Channel.SMS): True,
        (Group.DOSSIER, Channel.EMAIL): True,
        (Group.DOSSIER, Channel.PUSH): True,
        (Group.VISIT, Channel.ZALO): True,
        (Group.VISIT, Channel.SMS): True,
        (Group.VISIT, Channel.EMAIL): True,
        (Group.VISIT, Channel.PUSH): True,
        (Group.WORK, Channel.ZALO): False,
        (Group.WORK, Channel.SMS): False,
        (Group.WORK, Channel.EMAIL): False,
        (Group.WORK, Channel.PUSH): False,
        (Group.SECURITY, Channel.ZALO): False,
        (Group.SECURITY, Channel.SMS): True,
        (Group.SECURITY, Channel.EMAIL): True,
        (Group.SECURITY, Channel.PUSH): True,
    },
)
FIXED: Final = frozenset({Group.SECURITY})
"""Whoever steals a session must not be able to silence the alarm first."""


def effective(stored: Mapping[str, Any]) -> dict[tuple[Group, Channel], bool]:
    """Return every choice: what the person decided, else the default. What is fixed stays as it is by default."""
    return {
        (group, channel): default if group in FIXED else bool(stored.get(group.value, {}).get(channel.value, default))
        for (group, channel), default in DEFAULTS.items()
    }


def to_store(choices: Mapping[tuple[Group, Channel], bool]) -> dict[str, dict[str, bool]]:
    """Return choices as they are kept. Raises KeyError for a pair nobody offers, and for one that is fixed."""
    kept: dict[str, dict[str, bool]] = {}
    for (group, channel), is_on in choices.items():
        if (group, channel) not in DEFAULTS or group in FIXED or channel not in OUTSIDE:
            raise KeyError((group, channel))
        kept.setdefault(group.value, {})[channel.value] = bool(is_on)
    return kept
