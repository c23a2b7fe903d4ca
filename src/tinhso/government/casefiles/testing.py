"""Builders for tests of this room and of the archive."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from tinhso.government.casefiles import public as casefiles
from tinhso.government.documents.testing import MORNING, make_issued
from tinhso.kernel.actors import Actor

VALUES: Final = {
    "notation": "01.QLDD",
    "title": "Hồ sơ về quản lý đất đai năm 2026",
    "maintenance": "01",
    "mode": "01",
    "keyword": "đất đai",
}


def make_open(keeper: Actor, *, now: datetime = MORNING, **values: str) -> casefiles.FileInfo:
    """Open a file by need."""
    return casefiles.open_file(keeper, values={**VALUES, **values}, now=now)


def make_closed(
    clerk: Actor, unit_id: UUID, *, papers: int = 2, now: datetime = MORNING, **values: str
) -> casefiles.FileInfo:
    """Open a file, put issued decisions into it, close it."""
    made = make_open(clerk, now=now, **values)
    issued = [make_issued(clerk, unit_id, now=now) for _turn in range(papers)]
    casefiles.add_documents(clerk, file_id=made.id, document_ids=[one.id for one in issued], now=now)
    return casefiles.close_file(clerk, file_id=made.id, now=now)


def make_list(clerk: Actor, leader: Actor, *, now: datetime = MORNING, **rule: tuple[str, ...]) -> casefiles.EntryInfo:
    """Draw up a list of one line and put it into force; return the line."""
    drawn = casefiles.start_list(clerk, year=now.year, now=now)
    values = {**VALUES, "heading": "I. Đất đai"}
    casefiles.put_entry(clerk, list_id=drawn.id, values=values, rule=casefiles.Rule(**rule), now=now)  # type: ignore[arg-type] # tuples by name
    casefiles.approve_list(leader, list_id=drawn.id, number="01/QĐ-UBND", decided_on=date(now.year, 1, 5), now=now)
    return casefiles.get_list(clerk, list_id=drawn.id)[1][0]


__all__ = ["MORNING", "VALUES", "make_closed", "make_list", "make_open"]
