"""An's paper, shared with commune A; a look into her store by Bình; a copy before Chi, one she gave back; a question to Chi."""

from tinhso.foundation.audit import public as audit
from tinhso.government.papers import public as papers
from tinhso.government.papers.public import ShareKind, ShareScope
from tinhso.government.papers.testing import make_copy, make_declared
from tinhso.kernel import clock

PRIVATE = {"own_paper_id", "share_id", "look_id", "copy_id", "returned_id", "question_id"}


def things(cast):
    an, binh, now = cast["an"], cast["binh"], clock.now()
    paper = make_declared(an, now=now)
    asked = {"paper_id": paper.id, "purpose": "Làm thủ tục vay vốn", "days": 5, "consent": True, "now": now}
    shared = papers.share_paper(
        an, kind=ShareKind.AGENCY, unit_id=cast["units"].commune_a.id, scope=ShareScope.FILE, **asked
    )
    link = papers.share_paper(an, kind=ShareKind.LINK, scope=ShareScope.FILE, **asked)
    audit.record_read(binh, person_id=an.account_id, purpose="Giải quyết hồ sơ")
    look = papers.list_looks_at_me(an).items[0]
    return {
        "own_paper_id": paper.id,
        "share_id": shared.id,
        "share_token": link.token,
        "look_id": papers.begin_look(binh, number=paper.owner_number, purpose="Đối chiếu giấy tờ hồ sơ", now=now),
        "copy_id": make_copy(binh, now=now).id,
        "returned_id": papers.return_copy(
            cast["chi"], copy_id=make_copy(binh, now=now).id, reason="Quét mờ trang 1", now=now
        ).id,
        "question_id": papers.query_read(an, key=look.key, now=now).id,
    }
