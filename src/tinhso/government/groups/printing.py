"""The receipt of a group: one paper that lists every member with its own code and promise."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.data import DossierInfo, PaperForm
from tinhso.government.groups import queries
from tinhso.government.groups.data import GroupInfo, GroupPaperInfo
from tinhso.government.groups.errors import GroupIncomplete
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

_FORMS = {
    PaperForm.ORIGINAL: "bản chính",
    PaperForm.CERTIFIED: "bản chứng thực",
    PaperForm.PHOTO: "bản chụp",
    PaperForm.ELECTRONIC: "bản điện tử",
}


def receipt(actor: Actor, *, group_id: UUID, now: datetime) -> bytes:
    """Return the receipt of a filed group as PDF. Raises GroupMissing, GroupIncomplete without a dossier yet."""
    group = queries.get_group(actor, group_id=group_id)
    found = queries.members(actor, group_id=group_id, now=now)
    if not found or group.unit_id is None:
        raise GroupIncomplete
    papers = queries.list_papers(actor, group_id=group_id)
    return prints.render_pdf("bien_nhan_nhom", _data(group, found, papers))


def _data(group: GroupInfo, found: list[DossierInfo], papers: list[GroupPaperInfo]) -> dict[str, Any]:
    if group.unit_id is None:
        raise GroupIncomplete
    unit = organisations.get_unit(group.unit_id)
    who = group.representative
    names = {one.code: one.name for one in procedures.get_version(group.version_id).components}
    promised = [one.promised_at for one in found if one.promised_at]
    return {
        "demo": settings.DEMO,
        "letterhead": {
            "parent": unit.name.upper(),
            "agency": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
            "number": f"{group.code.rpartition('-')[2]}/TNHS",
            "place": unit.short_name or unit.name,
            "date": local_day(group.filed_at or group.started_at),
        },
        "code": group.code,
        "title": group.title,
        "applicant": {
            key: value
            for key, value in {
                "name": who.name or group.title or group.procedure_name,
                "number": who.number,
                "phone": who.phone,
                "address": who.address,
            }.items()
            if value
        },
        "request": group.procedure_name,
        "unit": group.unit_name,
        "papers": [
            f"{names.get(one.component, one.component)} ({_FORMS[PaperForm(one.form)]}, chung cho cả nhóm)"
            for one in papers
            if one.row_id is None
        ],
        "members": [
            {"code": one.code, "name": one.applicant.name, "promised_at": one.promised_at or ""} for one in found
        ],
        "promised_at": max(promised) if len(promised) == len(found) else "",
        "lookup": {"address": f"{settings.PUBLIC_URL}/tn/{group.token}", "token": group.token},
    }
