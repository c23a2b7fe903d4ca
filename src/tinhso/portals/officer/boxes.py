"""The boxes of the inbox by the words of their addresses."""

from typing import Final

from django.utils.translation import gettext_lazy

from tinhso.foundation.work import public as work

BOXES: Final = {
    "toi": (work.Box.MINE, gettext_lazy("Của tôi")),
    "nhom": (work.Box.GROUP, gettext_lazy("Của nhóm")),
    "ky": (work.Box.TO_SIGN, gettext_lazy("Chờ tôi ký")),
    "sap_han": (work.Box.DUE_SOON, gettext_lazy("Sắp đến hạn")),
    "qua_han": (work.Box.LATE, gettext_lazy("Quá hạn")),
    "theo_doi": (work.Box.FOLLOWED, gettext_lazy("Theo dõi")),
    "da_xong": (work.Box.SENT, gettext_lazy("Đã chuyển đi")),
    "don_vi": (work.Box.UNIT, gettext_lazy("Của đơn vị")),
}
