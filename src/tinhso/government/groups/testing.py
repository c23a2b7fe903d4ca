"""Builders for tests of this room and of those that look at it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers.data import PaperForm
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.groups import public as groups
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.actors import Actor

PEOPLE: Final = (("Trần Văn Một", "086080000011"), ("Lê Thị Hai", "086180000012"), ("Phạm Văn Ba", "086080000013"))


def make_employer() -> Actor:
    """Make a business's account, which may file for others; return the actor it is."""
    from tinhso.foundation.access.public import actor_for
    from tinhso.foundation.identity.data import AccountKind
    from tinhso.foundation.identity.testing import make_account

    return actor_for(make_account(number="0100047516", name="Công ty Sông Tiền", kind=AccountKind.BUSINESS))


def person(name: str, number: str, **more: Any) -> dict[str, Any]:
    """Return what is a member's own in the small test procedure."""
    applicant = {**good_answers()["applicant"], "name": name, "number": number}
    return {"applicant": applicant, **more}


def make_group(
    actor: Actor,
    *,
    unit_id: UUID,
    people: Sequence[tuple[str, str]] = PEOPLE,
    common: Mapping[str, Any] | None = None,
    code: str = CODE,
    with_paper: bool = True,
    now: datetime = MONDAY,
) -> groups.GroupInfo:
    """Prepare a group ready to be filed: by an applicant on line, or by an officer at their desk."""
    if code == CODE:
        make_procedure()
    group = groups.start_group(actor, procedure_code=code, unit_id=unit_id, now=now)
    groups.choose(
        actor, group_id=group.id, title="Lao động đợt 1", representative=groups.Representative("Công ty Ví Dụ"), now=now
    )
    shared = {"request": good_answers()["request"]} if common is None else common
    groups.put_common(actor, group_id=group.id, answers=shared, now=now)
    if with_paper and actor.is_officer:
        groups.attach(actor, group_id=group.id, component="GT", form=PaperForm.ORIGINAL, now=now)
    elif with_paper:
        scan = files.save_bytes(make_pdf(), name="giay-to.pdf", actor=actor, now=now)
        groups.attach(actor, group_id=group.id, component="GT", file_id=scan.id, now=now)
    for name, number in people:
        groups.put_row(actor, group_id=group.id, row_id=None, answers=_whole(shared, person(name, number)), now=now)
    return groups.get_group(actor, group_id=group.id)


def _whole(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {**common, **own}


def make_filed(actor: Actor, *, unit_id: UUID, now: datetime = MONDAY, **how: Any) -> groups.GroupInfo:
    """Prepare a group and file all of it."""
    group = make_group(actor, unit_id=unit_id, now=now, **how)
    groups.begin_filing(actor, group_id=group.id, now=now)
    groups.file_members(actor, group_id=group.id, now=now, seconds=120)
    return groups.get_group(actor, group_id=group.id)
