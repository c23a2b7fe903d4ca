"""Case files of the demo communes: a list in force, a file being filled, one of ended dossiers handed over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from tinhso.foundation.access import public as access_door
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.casefiles.actions.files import close_file, open_entry
from tinhso.government.casefiles.actions.gather import add_documents, add_dossier
from tinhso.government.casefiles.actions.hand_over import send
from tinhso.government.casefiles.actions.lists import approve_list, put_entry, start_list
from tinhso.government.casefiles.data import EntryInfo, Rule
from tinhso.government.casefiles.models import CaseList
from tinhso.government.casefiles.queries.files import get_list
from tinhso.government.documents import public as documents
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError

HANDED_OVER: Final = "01.TTHC"
FILLED: Final = "01.VP"
_LINES: Final = (
    ("I. Văn phòng", FILLED, "Công tác cải cách hành chính", "06", Rule(words=("cải cách hành chính",))),
    ("I. Văn phòng", "02.VP", "Lịch công tác, kết luận giao ban", "06", Rule(kinds=("thong_bao",))),
    ("II. Thủ tục hành chính", HANDED_OVER, "Hồ sơ giải quyết thủ tục hành chính đã kết thúc", "04", Rule()),
    ("III. Tư pháp, hộ tịch", "01.TP", "Rà soát, chuẩn hóa dữ liệu hộ tịch", "05", Rule(words=("hộ tịch",))),
)
MOST: Final = 5


def load_demo(now: datetime | None = None) -> int:
    """Draw up the lists of the demo communes and what stands in them; return how many lists. Idempotent."""
    moment = now or clock.now()
    codes = [code.removesuffix("-VT") for code in organisations.well_known_codes() if code.endswith("-VT")]
    return sum(load_at(code, now=moment) for code in codes)


def load_at(code: str, *, now: datetime) -> bool:
    """Do it for one agency, when its clerk and leader are there and it has no list this year; say whether it did."""
    unit, clerk, leader = organisations.find_unit(code), _who(code, "VT"), _who(code, "CT")
    year = local_day(now).year
    if unit is None or clerk is None or leader is None or CaseList.objects.filter(unit_id=unit.id, year=year).exists():
        return False
    drawn = start_list(clerk, year=year, now=now)
    for heading, notation, title, maintenance, rule in _LINES:
        values = {"heading": heading, "notation": notation, "title": f"{title} năm {year} (minh họa)"}
        put_entry(
            clerk, list_id=drawn.id, values={**values, "maintenance": maintenance, "note": ""}, rule=rule, now=now
        )
    approve_list(leader, list_id=drawn.id, number="01/QĐ-UBND", decided_on=local_day(now), now=now)
    entries = {one.notation: one for one in get_list(clerk, list_id=drawn.id)[1]}
    _fill(clerk, entries[FILLED], now=now)
    _hand_over(clerk, unit, entries[HANDED_OVER], now=now)
    return True


def _fill(clerk: Actor, entry: EntryInfo, *, now: datetime) -> None:
    file = open_entry(clerk, entry_id=entry.id, now=now)
    keys = documents.visible(clerk).filter(number__isnull=False).order_by("-id").values_list("id", flat=True)[:MOST]
    if keys:
        add_documents(clerk, file_id=file.id, document_ids=list(keys), now=now)


def _hand_over(clerk: Actor, unit: organisations.UnitInfo, entry: EntryInfo, *, now: datetime) -> None:
    """Close a file of dossiers that ended with a result, and send it; leave it open where there is none."""
    file = open_entry(clerk, entry_id=entry.id, now=now)
    before = dict.fromkeys((code for code, _field in procedures.list_codes()), now)
    added = _add(clerk, file.id, dossiers.list_ended(units=[unit.id], before=before, size=MOST), now=now)
    if added:
        close_file(clerk, file_id=file.id, now=now)
        send(clerk, file_ids=[file.id], now=now)


def _add(clerk: Actor, file_id: UUID, found: Sequence[dossiers.EndedDossier], *, now: datetime) -> int:
    added = 0
    for one in found:
        try:
            add_dossier(clerk, file_id=file_id, code=one.code, now=now)
        except DomainError:
            continue  # what this clerk may not see stays out
        added += 1
    return added


def _who(code: str, post: str) -> Actor | None:
    officer = organisations.find_officer(f"{code}-{post}")
    account = identity.find_by_officer(officer.id) if officer else None
    return access_door.actor_for(account) if account else None
