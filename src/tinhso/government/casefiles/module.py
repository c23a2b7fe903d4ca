"""What case files bring to the house."""

from tinhso.government.casefiles import handlers
from tinhso.government.casefiles.actions.hand_over import remind
from tinhso.government.casefiles.data import APPROVE, HOLD, LISTS, RETURN_WORK, SEE, SEND, SEND_WORK, USE
from tinhso.government.casefiles.demo import load_demo
from tinhso.government.casefiles.holdings import HOLDINGS, TIES
from tinhso.government.documents.events import DocumentIssued, DocumentRegistered
from tinhso.government.dossiers.events import DossierEnded
from tinhso.kernel.modules import Ability, MenuEntry, Module, Periodic, Subscription, WorkKind

MODULE = Module(
    name="casefiles",
    title="Hồ sơ công việc",
    order=64,
    abilities=(
        Ability(USE, "Mở, lập hồ sơ công việc của mình"),
        Ability(SEE, "Xem hồ sơ công việc của cơ quan"),
        Ability(LISTS, "Lập danh mục hồ sơ, sửa hồ sơ của cơ quan"),
        Ability(APPROVE, "Ban hành danh mục hồ sơ"),
        Ability(HOLD, "Phong tỏa, gỡ phong tỏa hồ sơ công việc"),
        Ability(SEND, "Nộp lưu hồ sơ công việc"),
    ),
    roles={
        "one_stop_officer": (USE,),
        "specialist": (USE, SEND),
        "unit_head": (USE, SEE, SEND),
        "leader": (USE, SEE, APPROVE, HOLD, SEND),
        "clerk": (USE, SEE, LISTS, HOLD, SEND),
        "accountant": (USE,),
        "province_leader": (USE, SEE, APPROVE, HOLD),
    },
    menu=(MenuEntry("Hồ sơ công việc", "casefiles:home", "files", 46, (USE,)),),
    work_kinds=(
        WorkKind(SEND_WORK, "Nộp lưu hồ sơ công việc", "casefiles:file"),
        WorkKind(RETURN_WORK, "Hồ sơ nộp lưu bị trả lại", "casefiles:file"),
    ),
    subscriptions=(
        Subscription("casefiles.registered", DocumentRegistered, handlers.gather_document),
        Subscription("casefiles.issued", DocumentIssued, handlers.gather_document),
        Subscription("casefiles.ended", DossierEnded, handlers.gather_dossier),
    ),
    periodic=(Periodic("casefiles.remind", "20 6 * * *", remind),),
    holdings=HOLDINGS,
    ties=TIES,
    demo=load_demo,
)
