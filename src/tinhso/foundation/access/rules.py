"""Pure: from roles and the units they reach to abilities."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from tinhso.foundation.access.data import EVERYWHERE_ROLES
from tinhso.kernel.actors import EVERYWHERE, NOWHERE, Scope


def abilities(
    grants: Iterable[tuple[str, frozenset[UUID]]], abilities_of_role: Callable[[str], Iterable[str]]
) -> Mapping[str, Scope]:
    """Return each ability with the widest scope the grants give it.

    A grant is a role and the units it reaches; leaders of the province and operators reach everywhere.
    """
    found: dict[str, Scope] = {}
    for role, units in grants:
        scope = EVERYWHERE if role in EVERYWHERE_ROLES else Scope(units=units)
        for ability in abilities_of_role(role):
            found[ability] = found.get(ability, NOWHERE) | scope
    return MappingProxyType(found)
