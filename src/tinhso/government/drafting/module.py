"""What drafting brings to the house."""

from tinhso.foundation.signing.events import PreparedFailed, PreparedSigned, SignatureFailed, SignatureMade
from tinhso.government.drafting import handlers
from tinhso.government.drafting.actions.issuing import void_numbers
from tinhso.government.drafting.actions.papers import work
from tinhso.government.drafting.data import (
    ISSUE,
    ISSUE_WORK,
    MERGE_WORK,
    OPINION_WORK,
    PASS_WORK,
    RETURNED_WORK,
    SIGN,
    SIGN_WORK,
    SIGNING_WORK,
    WRITE,
    WRITE_WORK,
)
from tinhso.government.drafting.demo import load_demo
from tinhso.government.drafting.health import check_converter
from tinhso.government.drafting.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="drafting",
    title="Soạn thảo văn bản",
    order=44,
    abilities=(
        Ability(WRITE, "Soạn thảo, trình dự thảo văn bản"),
        Ability(SIGN, "Ký ban hành văn bản; ghi văn bản ủy quyền ký"),
        Ability(ISSUE, "Cấp số, đóng dấu, phát hành văn bản đã ký"),
    ),
    roles={
        "specialist": (WRITE,),
        "unit_head": (WRITE,),
        "leader": (WRITE, SIGN),
        "province_leader": (WRITE, SIGN),
        "clerk": (WRITE, ISSUE),
    },
    menu=(MenuEntry("Soạn thảo văn bản", "drafting:list", "pencil", 42, (WRITE,)),),
    work_kinds=(
        WorkKind(WRITE_WORK, "Cùng soạn thảo văn bản", "drafting:draft"),
        WorkKind(OPINION_WORK, "Cho ý kiến về dự thảo", "drafting:draft"),
        WorkKind(PASS_WORK, "Duyệt dự thảo", "drafting:draft"),
        WorkKind(SIGN_WORK, "Ký văn bản", "drafting:draft"),
        WorkKind(SIGNING_WORK, "Văn bản đang ký số", "drafting:draft"),
        WorkKind(ISSUE_WORK, "Phát hành văn bản", "drafting:draft"),
        WorkKind(RETURNED_WORK, "Sửa dự thảo bị trả lại", "drafting:draft"),
        WorkKind(MERGE_WORK, "Hợp nhất hai bản sửa", "drafting:draft"),
    ),
    subscriptions=(
        Subscription("drafting.signing", SignatureMade, handlers.signature_made),
        Subscription("drafting.signing", SignatureFailed, handlers.signature_failed),
        Subscription("drafting.signing", PreparedSigned, handlers.prepared_signed),
        Subscription("drafting.signing", PreparedFailed, handlers.prepared_failed),
    ),
    loops=(Loop("drafting.papers", work, 2.0),),
    health=(check_converter,),
    periodic=(Periodic("drafting.void_numbers", "10 0 * * *", void_numbers),),
    holdings=HOLDINGS,
    demo=load_demo,
)
