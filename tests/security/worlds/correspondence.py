"""A decision of commune A on its way to the department, a letter of the department to commune A, and a send list of A."""

from tinhso.government.correspondence.models import SendList
from tinhso.government.correspondence.testing import delivery_to, make_sent, packet_of, run_exchange
from tinhso.government.documents.testing import make_clerk
from tinhso.kernel import clock

PRIVATE = {"packet_id", "came_id", "receiver_id", "list_id"}


def things(cast):
    """Issue both as the clerks would, and let them arrive."""
    now, units = clock.now(), cast["units"]
    own = make_clerk(units.commune_a.id, code="GN-A")
    other = make_clerk(units.department.id, code="GN-S", name="Phan Văn Mẫu")
    out = make_sent(own, units.commune_a.id, units.department.id, now=now)
    came = make_sent(other, units.department.id, units.commune_a.id, now=now)
    run_exchange(now)
    kept = SendList.objects.create(unit_id=units.commune_a.id, title="Các sở", kinds=["department"])
    return {
        "packet_id": packet_of(out).id,
        "receiver_id": delivery_to(out, units.department.id).id,
        "came_id": delivery_to(came, units.commune_a.id).id,
        "list_id": kept.id,
    }
