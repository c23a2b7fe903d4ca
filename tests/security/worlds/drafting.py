"""A draft of Hà's in commune A: signed by Chi once and sent back, with a version beside the one in force."""

from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import Content
from tinhso.government.drafting.testing import account, make_signed
from tinhso.kernel import clock
from tinhso.kernel.clock import local_day
from tinhso.testing.cast import officer_actor

PRIVATE = {"drafted_id", "signature_id"}


def things(cast):
    """Make it as the room does."""
    now, ha, chi = clock.now(), cast["ha"], cast["chi"]
    made = make_signed(ha, chi)
    drafting.void_signature(chi, draft_id=made.id, reason="Bổ sung căn cứ pháp lý.", now=now)
    beside = drafting.save_version(ha, draft_id=made.id, content=Content(subject="Bản song song"), base=1, now=now)
    head = officer_actor(
        code="A-TP9", name="Võ Minh Tâm", unit_id=cast["units"].counter_a.id, roles=("unit_head",), title="Trưởng phòng"
    )
    given = drafting.give_mandate(
        chi,
        account_id=account(head),
        document="Giấy ủy quyền 03/GUQ-UBND",
        scope="Giấy mời",
        valid_from=local_day(now),
        last_day=local_day(now),
        now=now,
    )
    detail = drafting.get_draft(ha, draft_id=made.id, now=now)
    return {
        "signature_id": detail.signatures[0].id,
        "signing_mandate_id": given.id,
        "version_number": 1,
        "side": beside.number,
        "drafted_id": made.id,
        "rest": "quyet_dinh.docx",
    }
