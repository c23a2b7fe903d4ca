"""Sentences of a verdict: the answer first, for anybody; then what came after a signature, what is odd in a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.foundation.signing.data import SignatureReport, TimeSource, Trust, VerdictState
from tinhso.kernel.clock import to_local


def day_time(moment: datetime) -> str:
    """Return a moment as people write it, in Vietnamese time."""
    return f"{to_local(moment):%H:%M %d/%m/%Y}"


def headline_of(state: VerdictState, *, signer: str, worst: str, trust: Trust) -> str:
    """Return the answer about one signature in one sentence."""
    words = {"signer": signer or _("người không rõ tên"), "why": worst}
    if state is VerdictState.INVALID:
        return _("Chữ ký của %(signer)s không hợp lệ.") % words
    if state is VerdictState.UNKNOWN:
        return _("Chưa xác nhận được chữ ký của %(signer)s.") % words
    if trust is Trust.DEMO:
        return _("Chữ ký của %(signer)s đúng kỹ thuật, chứng thư chỉ để minh họa.") % words
    return _("Chữ ký của %(signer)s hợp lệ.") % words


def answer_of(state: VerdictState, reports: Sequence[SignatureReport]) -> str:
    """Return the answer about the whole file in one calm sentence."""
    if state is VerdictState.UNSIGNED:
        return _("Tài liệu không có chữ ký số.")
    if state is VerdictState.INVALID:
        return _("Không dùng tài liệu này: có chữ ký số không hợp lệ.")
    if state is VerdictState.UNKNOWN:
        return _("Chưa xác nhận được tài liệu này: nội dung không bị sửa từ khi ký, nhưng còn điểm chưa chắc chắn.")
    if len(reports) > 1:
        words = ngettext("%(n)d chữ ký số hợp lệ", "%(n)d chữ ký số hợp lệ", len(reports)) % {"n": len(reports)}
        return _("Cả %(signatures)s, nội dung không bị sửa từ khi ký.") % {"signatures": words}
    return _("Chữ ký số hợp lệ, nội dung không bị sửa từ khi ký.")


def time_of(source: TimeSource, moment: datetime | None, by: str) -> str:
    """Return when it was signed and who says so."""
    if moment is None:
        return _("Chữ ký không cho biết ký lúc nào.")
    words = {"time": day_time(moment), "by": by}
    match source:
        case TimeSource.STAMPED:
            return _("Ký không muộn hơn %(time)s, theo dấu thời gian của %(by)s.") % words
        case TimeSource.KEPT:
            return _("Ký không muộn hơn %(time)s, khi hệ thống này lưu văn bản.") % words
    return _("Ký lúc %(time)s theo lời người ký; chữ ký không có dấu thời gian.") % words


def changes_of(changed: dict[str, Any] | None) -> tuple[str, ...]:
    """Return what came after a signature, in countable facts."""
    if not changed:
        return ()
    said = []
    before, after = changed.get("pages_before", 0), changed.get("pages_after", 0)
    if before != after:
        said.append(_("Số trang đổi từ %(before)d thành %(after)d.") % {"before": before, "after": after})
    if changed.get("pages_changed"):
        pages = ", ".join(str(one) for one in changed["pages_changed"])
        said.append(_("Nội dung trang %(pages)s bị đổi.") % {"pages": pages})
    if changed.get("annotations"):
        count = changed["annotations"]
        words = ngettext(
            "Thêm %(n)d ghi chú hoặc hình đè lên trang.", "Thêm %(n)d ghi chú hoặc hình đè lên trang.", count
        )
        said.append(words % {"n": count})
    said += [
        _("Ô «%(field)s» bị đổi giá trị hoặc hình hiển thị.") % {"field": one} for one in changed.get("altered", ())
    ]
    said += [_("Ô «%(field)s» để trống, được vẽ thêm hình.") % {"field": one} for one in changed.get("drawn", ())]
    said += [_("Điền thêm %(field)s.") % {"field": one} for one in changed.get("filled", ())]
    return tuple(said)


def notes_of(codes: Sequence[str], more: int) -> tuple[str, ...]:
    """Return what a reader should know about the file itself."""
    words = {
        "active": _("Tệp có lệnh tự chạy (JavaScript hoặc tương tự), nên chỗ hiển thị có thể khác lúc ký."),
        "layers": _("Tệp có lớp ẩn, hiện được; hãy xem đủ các lớp trước khi tin nội dung nhìn thấy."),
        "xfa": _("Tệp dùng biểu mẫu XFA; phần mềm khác nhau có thể hiển thị khác nhau."),
        "files": _("Tệp có đính kèm tệp khác bên trong; chữ ký bảo vệ cả các tệp đó."),
        "signature_removed": _("Trong tệp có dấu vết của chữ ký đã bị gỡ bỏ. Xin lại bản gốc từ nơi phát hành."),
    }
    said = [words[code] for code in codes if code in words]
    if more:
        said.append(_("Tệp có thêm %(n)d chữ ký chưa được kiểm tra vì quá nhiều.") % {"n": more})
    return tuple(said)
