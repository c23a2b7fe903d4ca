"""What retention brings to the house."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.government.retention import work
from tinhso.government.retention.access import DECIDE, EXPORT, HOLD, PROPOSE, SEE, STANDING
from tinhso.government.retention.actions.propose import DECIDE_WORK, OPINE_WORK
from tinhso.government.retention.health import check_removals
from tinhso.government.retention.holdings import HOLDINGS
from tinhso.kernel.modules import Ability, Loop, MenuEntry, Module, Periodic, WorkKind

_KEEPER: Final = (SEE, PROPOSE, HOLD)

MODULE = Module(
    name="retention",
    title=_("Lưu trữ"),
    order=68,
    abilities=(
        Ability(SEE, _("Xem hồ sơ đến hạn, danh mục hủy, phong tỏa")),
        Ability(PROPOSE, _("Lập danh mục tài liệu hết giá trị, ghi ý kiến Hội đồng")),
        Ability(DECIDE, _("Ghi quyết định hủy tài liệu")),
        Ability(HOLD, _("Phong tỏa, gỡ phong tỏa hồ sơ")),
        Ability(STANDING, _("Ghi quyết định dọn dẹp thường xuyên")),
        Ability(EXPORT, _("Xuất toàn bộ dữ liệu về một người theo văn bản yêu cầu")),
    ),
    roles={
        "clerk": (*_KEEPER, EXPORT),
        "unit_head": _KEEPER,
        "leader": (SEE, DECIDE, HOLD),
        "one_stop_head": (EXPORT,),
        "province_leader": (SEE, DECIDE, STANDING),
    },
    menu=(MenuEntry(_("Bảo quản, tiêu hủy"), "retention:home", "history", 58, (SEE, EXPORT)),),
    citizen_menu=(MenuEntry(_("Dữ liệu của tôi"), "retention:mine", "download", 4),),
    work_kinds=(
        WorkKind(OPINE_WORK, _("Họp Hội đồng xác định giá trị tài liệu"), "retention:disposal"),
        WorkKind(DECIDE_WORK, _("Quyết định hủy tài liệu hết giá trị"), "retention:disposal"),
    ),
    loops=(Loop("retention.work", work.run_once, pause=5.0),),
    periodic=(Periodic("retention.clean", "35 2 * * *", work.clean_daily),),
    health=(check_removals,),
    holdings=HOLDINGS,
)
