"""How agencies are named and found on the wire."""

from collections.abc import Iterable
from uuid import UUID

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.data import UnitInfo, UnitKind

COMMITTEES = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE})


def agency_name(unit: UnitInfo) -> str:
    """Return the name an agency signs with: «Ủy ban nhân dân tỉnh Vĩnh Long» for the territory «Tỉnh Vĩnh Long»."""
    if unit.kind not in COMMITTEES or not unit.name:
        return unit.name
    return f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}"


def as_party(unit: UnitInfo) -> edxml.Agency:
    """Return a unit as it stands in a packet."""
    parent = organisations.get_unit(unit.parent_id) if unit.parent_id else None
    return edxml.Agency(
        code=unit.code,
        name=agency_name(unit),
        in_charge=agency_name(parent) if parent else "",
        address=unit.address,
        phone=unit.phone,
    )


def find_agency(code: str) -> UnitInfo | None:
    """Return the unit that bears an identification code in either form, as far as it is one of ours."""
    found = (organisations.find_unit(one) for one in edxml.known_as(code))
    return next((unit for unit in found if unit), None)


def codes_of(unit_ids: Iterable[UUID]) -> frozenset[str]:
    """Return all forms of the codes of some units."""
    return frozenset(form for one in unit_ids for form in edxml.known_as(organisations.get_unit(one).code))


def subject_of(certificate: str) -> str:
    """Return whom a PEM certificate names: its common name, or all of it; "" for what cannot be read."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        subject = x509.load_pem_x509_certificate(certificate.encode()).subject
    except ValueError:
        return ""
    named = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value if named else subject.rfc4514_string())[:500]
