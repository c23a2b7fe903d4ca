"""What population holds of people and subjects."""

from typing import Final

from django.utils.translation import gettext_noop as _

from tinhso.kernel.holdings import Fate, Holding

HOLDINGS: Final = (
    Holding(
        "population.HeldPerson",
        _("Dữ liệu dân cư của hồ sơ"),
        account=("account_id",),
        left_out=("pseudonym", "look_up_id"),
        subject=("subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "population.Check",
        _("Việc chờ xác minh dân cư"),
        account=("account_id",),
        number=("number",),
        left_out=("pseudonym", "actor"),
        subject=("subject_id",),
        fate=Fate.REMOVE,
    ),
    Holding(
        "population.LookUp",
        _("Lần tra cứu dân cư"),
        subject=("subject_id",),
        why="Nhật ký tra cứu không ghi số định danh và không ai được sửa.",
    ),
)
