"""What must be digitised, and whether the scanned pages of a component make a whole paper."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.government.digitisation.data import ComponentState, Exemption, LineInfo, PageInfo


def is_pending(*, copies: int, exemption: str, state: int) -> bool:
    """Tell whether a component is still to be digitised: paper lies there, nothing frees it, nothing is made yet."""
    return copies > 0 and not exemption and state == ComponentState.NOT_YET


def freed_by_channel(channel: str) -> Exemption:
    """Return why nothing of a dossier needs a scan: what was filed on line is electronic already."""
    return Exemption.ONLINE if channel in ("online", "npsp") else Exemption.NONE


def page_faults(line: LineInfo, pages: Sequence[PageInfo], *, min_dpi: int, low_reason: str) -> list[str]:
    """Return why these pages do not make this paper, in sentences; nothing when they do.

    The count must be what the check says (originals = copies, all pages: Circular 01/2023/TT-VPCP, Article 8), each
    page as fine as the standard asks, unless the officer says why it cannot be.
    """
    faults = []
    if line.exemption is Exemption.SECRET:
        faults.append(_("Tài liệu bí mật nhà nước không được quét lên hệ thống. Gỡ các trang này."))
    if line.pages and len(pages) != line.pages:
        words = _("Phiếu ghi %(said)d trang, đã quét %(got)d trang. Quét cho đủ, bỏ trang thừa, hoặc sửa số trang.")
        faults.append(words % {"said": line.pages, "got": len(pages)})
    coarse = [page.position for page in pages if page.dpi is not None and page.dpi < min_dpi]
    if coarse and len(low_reason) < 10:
        words = _(
            "Trang %(pages)s dưới %(dpi)d dpi. Quét lại, hoặc ghi lý do (từ 10 ký tự) nếu bản giấy không cho phép."
        )
        faults.append(words % {"pages": ", ".join(map(str, coarse[:20])), "dpi": min_dpi})
    return faults


def is_sampled(digitised_id: UUID, *, percent: int, is_low: bool) -> bool:
    """Tell whether a second person checks this one: every one below the standard, and of the others so many percent.

    By a hash of its id: nobody can choose, and asking twice gives the same answer.
    """
    digest = hashlib.sha256(digitised_id.bytes).digest()
    return is_low or int.from_bytes(digest[:4], "big") % 100 < percent
