"""A group of An's filed at commune A, and one she is still preparing."""

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow
from tinhso.kernel import clock

PRIVATE = {"group_id", "group_row_id", "group_paper_id"}


def things(cast):
    """Write it down as the room would: a draft An prepares, with a member and a paper of it."""
    now, an, done = clock.now(), cast["an"], cast["dossier"]
    unit = cast["units"].commune_a
    from tinhso.government.dossiers import public as dossiers

    version = dossiers.get_dossier(an, dossier_id=done.id).version_id
    group = DossierGroup.objects.create(
        token="GR0UP00000001",
        procedure_code=done.procedure_code,
        procedure_name=done.procedure_name,
        version_id=version,
        unit_id=unit.id,
        unit_name=unit.name,
        delivery="counter",
        maker_id=an.account_id,
        account_id=an.account_id,
        started_at=now,
        saved_at=now,
    )
    row = GroupRow.objects.create(group=group, ordinal=1, name="Trần Văn Một")
    kept = files.save_bytes(make_pdf(), name="a.pdf", actor=an, now=now)
    paper = GroupPaper.objects.create(group=group, row=None, component="GT", form="electronic", file_id=kept.id)
    return {"group_id": group.id, "group_row_id": row.id, "group_paper_id": paper.id}
