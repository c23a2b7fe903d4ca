"""A working copy of a small procedure, its published version, and an older sister."""

from tinhso.government.procedures.testing import make_procedure
from tinhso.government.procedures.workshop import actions
from tinhso.kernel import clock
from tinhso.testing.cast import officer_actor

PRIVATE: set[str] = set()


def things(cast):
    """Return the ids by the names they have in addresses."""
    code = "1.999801"
    other = make_procedure(code=code, version="2019-01-01")
    version = make_procedure(code=code, version="2021-01-01")
    province = cast["units"].province.id
    writer = officer_actor(code="T-XUONG", name="Vũ Thị Lan", unit_id=province, roles=("one_stop_head",))
    copy_id = actions.start_from_version(writer, version_id=version.id, now=clock.now())
    return {"working_copy_id": copy_id, "published_id": version.id, "other_published_id": other.id}
