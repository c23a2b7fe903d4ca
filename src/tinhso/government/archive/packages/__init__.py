"""Packages of Thông tư 05/2025/TT-BNV, written and read: no database, no actor, only bytes and what stands in them.

A package is a tree (E-ARK CSIP 2.0.4) in a ZIP: METS says what is there and with which digests, EAD files describe,
PREMIS tells what was done to it. Where the circular and the packages of the field differ, content says which is made.
"""

from tinhso.government.archive.packages.content import codes_of, field_list, limit_of, media_of, profile_in_force
from tinhso.government.archive.packages.data import (
    Attachment,
    Built,
    Finding,
    Format,
    Item,
    Kind,
    Link,
    Order,
    Origin,
    PackageRefused,
    Profile,
    ReadItem,
    ReadPackage,
    Severity,
)
from tinhso.government.archive.packages.formats import identify
from tinhso.government.archive.packages.pdfa import Conformance, conformance_of, to_pdfa
from tinhso.government.archive.packages.reader import open_item, read
from tinhso.government.archive.packages.writer import build, zip_name

__all__ = [
    "Attachment",
    "Built",
    "Conformance",
    "Finding",
    "Format",
    "Item",
    "Kind",
    "Link",
    "Order",
    "Origin",
    "PackageRefused",
    "Profile",
    "ReadItem",
    "ReadPackage",
    "Severity",
    "build",
    "codes_of",
    "conformance_of",
    "field_list",
    "identify",
    "limit_of",
    "media_of",
    "open_item",
    "profile_in_force",
    "read",
    "to_pdfa",
    "zip_name",
]
