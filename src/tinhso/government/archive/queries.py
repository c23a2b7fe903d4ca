"""Reads of the archive."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.government.archive import access, stores
from tinhso.government.archive.data import RECEIVE, SEE, CheckInfo, PackageInfo, PackageState, ReceiptInfo
from tinhso.government.archive.errors import PackageMissing
from tinhso.government.archive.models import ArchiveCheck, ArchivePackage, ArchiveReceipt
from tinhso.government.archive.packages import ReadItem, ReadPackage, read
from tinhso.government.casefiles import public as casefiles
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.paging import Page, page_by_key
from tinhso.kernel.text import fold

MOST_WORDS: Final = 6


def search(actor: Actor, *, words: str = "", state: PackageState | None = None, cursor: str = "") -> Page[PackageInfo]:
    """Return one page of the packages this actor may see, the newest first; words in any order, without marks."""
    rows = access.packages(actor)
    if state is not None:
        rows = rows.filter(state=state.value)
    rows = with_words(rows, words)
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=50)


def with_words(rows: "QuerySet[ArchivePackage]", words: str) -> "QuerySet[ArchivePackage]":
    """Return the packages in which every word stands, in any order, without marks."""
    for word in fold(words)[:200].split()[:MOST_WORDS]:
        rows = rows.filter(Q(search=SearchQuery(word, config="simple")) | Q(search_words__contains=word))
    return rows


def count_packages(actor: Actor) -> dict[PackageState, int]:
    """Return how many packages this actor may see, by state."""
    found = access.packages(actor).values_list("state").annotate(n=Count("id"))
    return {PackageState(state): n for state, n in found}


def get_package(actor: Actor, *, package_id: UUID) -> PackageInfo:
    """Return a package this actor may see. Raises PackageMissing."""
    return access.access_package(actor, package_id=package_id).to_info()


def read_package(actor: Actor, *, package_id: UUID) -> ReadPackage | None:
    """Return what a kept package says of itself, read anew and verified; None when no copy is there. PackageMissing.

    To who does not keep the archive, documents that are used under conditions say nothing but that they are there.
    """
    row = access.access_package(actor, package_id=package_id)
    path = stores.readable(row.sha256) if row.state == PackageState.KEPT else None
    found = read(path) if path else None
    if found is None or access.may(actor, RECEIVE, row.unit_id):
        return found
    return replace(found, items=tuple(_veiled(one) for one in found.items))


def _veiled(one: ReadItem) -> ReadItem:
    if one.fields.get("mode", "01") == "01":
        return one
    shown = {"subject": _("Tài liệu sử dụng có điều kiện"), "mode": one.fields["mode"]}
    return replace(one, fields=shown, name="", path="", sha256="", attachments=(), link="")


def list_receipts(actor: Actor, *, cursor: str = "") -> Page[ReceiptInfo]:
    """Return what came from outside to the actor's archive, the newest first."""
    rows = ArchiveReceipt.objects.filter(unit_id__in=sorted(access.units_of(actor, SEE)))
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=50)


def get_receipt(actor: Actor, *, receipt_id: UUID) -> ReceiptInfo:
    """Return a package from outside with its findings. Raises PackageMissing."""
    return access.access_receipt(actor, receipt_id=receipt_id).to_info()


def get_slip(actor: Actor, *, slip_id: UUID) -> tuple[casefiles.SlipInfo, list[casefiles.LineInfo]]:
    """Return a hand-over to the actor's archive with its files. Raises PackageMissing."""
    try:
        slip, lines = casefiles.get_slip(SYSTEM, slip_id=slip_id)
    except casefiles.FileMissing:
        raise PackageMissing from None
    if not access.may(actor, SEE, slip.unit_id):
        raise PackageMissing
    return slip, lines


def list_checks(actor: Actor) -> list[CheckInfo]:
    """Return the last ten checks of the holding, for those who keep an archive."""
    if not access.units_of(actor, SEE):
        raise PackageMissing
    return [row.to_info() for row in ArchiveCheck.objects.order_by("-id")[:10]]
