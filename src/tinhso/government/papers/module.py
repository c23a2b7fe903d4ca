"""What papers bring to the house."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.foundation.identity.events import HolderProven
from tinhso.government.papers import handlers
from tinhso.government.papers.access import ANSWER, BOOK, CERTIFY, KEEP, SEE, SIGN
from tinhso.government.papers.holdings import HOLDINGS, TIES
from tinhso.government.results.events import ResultIssued, ResultRevoked
from tinhso.kernel.modules import Ability, MenuEntry, Module, Subscription, WorkKind

_DESK: Final = (SEE, KEEP, CERTIFY, BOOK)

MODULE = Module(
    name="papers",
    title=_("Kho giấy tờ"),
    order=45,
    abilities=(
        Ability(SEE, _("Tra cứu kho giấy tờ theo số định danh, có mục đích")),
        Ability(KEEP, _("Số hóa giấy tờ vào kho")),
        Ability(CERTIFY, _("Đối chiếu bản chính, trình ký bản sao chứng thực")),
        Ability(SIGN, _("Ký chứng thực bản sao điện tử")),
        Ability(BOOK, _("Xem Sổ chứng thực bản sao điện tử")),
        Ability(ANSWER, _("Trả lời công dân về lần xem dữ liệu")),
    ),
    roles={
        "one_stop_officer": _DESK,
        "one_stop_head": _DESK,
        "specialist": _DESK,
        "clerk": (BOOK,),
        "unit_head": (SEE, BOOK, ANSWER),
        "leader": (SEE, SIGN, BOOK, ANSWER),
    },
    citizen_menu=(
        MenuEntry(_("Giấy tờ của tôi"), "papers:mine", "files", 1),
        MenuEntry(_("Chia sẻ giấy tờ"), "papers:shares", "users", 2),
        MenuEntry(_("Ai đã xem dữ liệu của tôi"), "papers:tracker", "eye", 3),
    ),
    menu=(
        MenuEntry(_("Kho giấy tờ"), "papers:search", "files", 21, (SEE,)),
        MenuEntry(_("Chứng thực"), "papers:desk", "stamp", 22, (BOOK,)),
    ),
    work_kinds=(
        WorkKind("papers.sign_copy", _("Ký chứng thực bản sao điện tử"), "papers:copy"),
        WorkKind("papers.query_read", _("Trả lời về lần xem dữ liệu"), "papers:question"),
    ),
    subscriptions=(
        Subscription("papers.follow_results", ResultIssued, handlers.follow_results),
        Subscription("papers.follow_results", ResultRevoked, handlers.follow_results),
        Subscription("papers.holder", HolderProven, handlers.holder_proven),
    ),
    holdings=HOLDINGS,
    ties=TIES,
)
