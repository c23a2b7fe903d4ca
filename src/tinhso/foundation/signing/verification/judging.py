"""From findings to a verdict on one signature (ETSI EN 319 102-1): what makes it wrong, what leaves it open, and why.

Each rule looks at one thing and gives remarks; the worst remark is the answer. Wrong: the file itself shows that it
must not be relied on. Open: it holds, but who signed or when cannot be told for certain.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.signing.data import RevocationFacts, Trust, VerdictState
from tinhso.foundation.signing.verification.wording import day_time
from tinhso.kernel.text import fold

Open = VerdictState.UNKNOWN
Wrong = VerdictState.INVALID
Good = VerdictState.VALID


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing noticed: a stable code, what it means for the answer, and a sentence."""

    code: str
    state: VerdictState
    sentence: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One signature: its findings, and what was made of them so far."""

    found: dict[str, Any]
    signer: str
    trust: Trust
    signed_at: datetime | None
    proven: bool
    revoked: RevocationFacts | None
    ends: datetime | None
    begins: datetime | None
    now: datetime
    kind: str


_ANNEX_MARK: Final = re.compile(
    r"[0-9]{0,6}[a-zA-Z]?/[0-9A-ZĐ][0-9A-Za-zĐđ&/.-]{0,49}; [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}\+[0-9]{2}:?[0-9]{2}"
)
Rule = Callable[[Seen], Iterator[Remark]]


def remarks_on(seen: Seen) -> tuple[Remark, ...]:
    """Return every remark, the worst first. A signature that does not hold is not asked who signed it."""
    broken = [remark for rule in _HOLDING for remark in rule(seen)]
    if any(one.state is Wrong for one in broken):
        return tuple(sorted(broken, key=_weight))
    found = broken + [remark for rule in _TRUSTING for remark in rule(seen)]
    return tuple(sorted(found, key=_weight))


def _weight(remark: Remark) -> int:
    return (Wrong, Open, Good).index(remark.state)


def _integrity(seen: Seen) -> Iterator[Remark]:
    match seen.found["integrity"]["state"]:
        case "digest":
            words = _("Nội dung đã bị thay đổi sau khi ký, hoặc chữ ký này được chép từ tài liệu khác.")
            yield Remark("integrity.digest", Wrong, words)
        case "value":
            yield Remark("integrity.value", Wrong, _("Chữ ký bị hỏng hoặc không do chứng thư này tạo ra."))
        case "structure":
            yield Remark("integrity.structure", Wrong, _("Chữ ký bị hỏng, không đọc được."))


def _ranges(seen: Seen) -> Iterator[Remark]:
    for fault in seen.found["faults"]:
        if fault == "range.trailing":
            yield Remark(fault, Open, _("Cuối tệp có thêm dữ liệu nằm ngoài phần đã ký."))
        elif fault.startswith("range."):
            words = _("Chữ ký chừa lại một phần tệp, phần đó có thể chứa nội dung không ai ký.")
            yield Remark(fault, Wrong, words)
    if seen.kind == "pdf" and seen.found["coverage"] in ("part", "unclear") and not seen.found["faults"]:
        yield Remark("coverage.part", Wrong, _("Chữ ký không phủ trọn phần tài liệu mà người đọc nhìn thấy."))


def _changes(seen: Seen) -> Iterator[Remark]:
    changed = seen.found["changes"]
    if not changed:
        return
    if changed["level"] == "other" or (changed["level"] == "annotations" and changed["certified"] != 3):
        yield Remark("changed.content", Wrong, _("Tài liệu đã bị thêm hoặc sửa nội dung sau khi ký."))
    elif not changed["permitted"]:
        yield Remark("changed.forbidden", Wrong, _("Sau khi ký, tài liệu bị thay đổi ở chỗ người ký không cho phép."))
    elif changed.get("unread"):
        words = _("Sau khi ký, tệp được bổ sung nhưng không so sánh hết được phần bổ sung. Xin lại bản gốc.")
        yield Remark("changes.unread", Open, words)
    elif changed.get("altered"):
        words = _("Sau khi ký, ô đã điền bị đổi giá trị hoặc hình hiển thị: %(fields)s.")
        yield Remark("changed.field", Wrong, words % {"fields": ", ".join(changed["altered"])})
    elif changed.get("drawn"):
        words = _("Sau khi ký, ô để trống được vẽ thêm hình mà không có giá trị: %(fields)s.")
        yield Remark("drawn", Open, words % {"fields": ", ".join(changed["drawn"])})
    elif changed.get("filled"):
        yield Remark("filled", Good, _("Sau khi ký, tài liệu chỉ được điền thêm vào ô để trống sẵn."))


def _xml(seen: Seen) -> Iterator[Remark]:
    faults = seen.found["faults"]
    if "xml.twin_ids" in faults:
        words = _("Trong tệp có hai phần trùng mã, nên không biết chữ ký thuộc về phần nào. Đây là dấu hiệu giả mạo.")
        yield Remark("xml.twin_ids", Wrong, words)
    if "xml.other_certificate" in faults:
        yield Remark(
            "xml.other_certificate", Wrong, _("Chứng thư kèm theo không phải chứng thư người ký đã nêu trong chữ ký.")
        )
    if "cms.other_content" in faults:
        yield Remark("cms.other_content", Wrong, _("Tệp gửi kèm khác với nội dung nằm trong tệp chữ ký."))
    if seen.kind == "xml" and seen.found["coverage"] == "part":
        left = ", ".join(seen.found.get("left_out", ())[:5])
        words = _("Chữ ký chỉ bảo vệ một phần tệp. Phần không được ký: %(parts)s.") % {"parts": left or "?"}
        yield Remark("coverage.part", Open, words)


def _strength(seen: Seen) -> Iterator[Remark]:
    digest, key, bits = seen.found.get("digest", ""), seen.found.get("key", ""), seen.found.get("bits", 0)
    if digest in ("md5", "md2") or (key == "rsa" and 0 < bits < 1024):
        yield Remark("weak.broken", Wrong, _("Chữ ký dùng thuật toán đã bị phá, ai cũng có thể làm giả."))
    elif digest == "sha1":
        yield Remark(
            "weak.sha1", Good, _("Chữ ký dùng thuật toán băm cũ (SHA-1). Nên xin bản ký lại bằng thuật toán hiện hành.")
        )
    elif key == "rsa" and bits < 2048:
        yield Remark(
            "weak.key", Good, _("Khóa ký ngắn (%(bits)d bit). Nên xin bản ký lại bằng khóa dài hơn.") % {"bits": bits}
        )


def _usage(seen: Seen) -> Iterator[Remark]:
    if not seen.found["for_papers"]:
        yield Remark("certificate.usage", Wrong, _("Chứng thư này không được cấp để ký văn bản."))


def _path(seen: Seen) -> Iterator[Remark]:
    match seen.found["path"]["state"]:
        case "unknown" if seen.found["self_signed"]:
            words = _(
                "Chứng thư do chính người ký tự tạo. Ai cũng tạo được với tên bất kỳ, nên tên này không có gì bảo đảm."
            )
            yield Remark("trust.self_signed", Open, words)
        case "unknown":
            words = _("Chưa xác định được nơi cấp chứng thư của người ký. Liên hệ cơ quan ban hành để kiểm tra.")
            yield Remark("trust.unknown", Open, words)
        case "invalid":
            yield Remark("trust.broken", Wrong, _("Chuỗi chứng thư của người ký không đúng quy định."))
        case "expired" | "not_yet" as when:
            yield _outside(seen, when)
        case "revoked":
            yield from _withdrawn(seen, _moment(seen.found["path"]["since"]), RevocationFacts("revoked"))


def _outside(seen: Seen, when: str) -> Remark:
    if seen.signed_at is None:
        words = _("Chứng thư của người ký đã hết hạn và chữ ký không cho biết ký lúc nào.")
        return Remark("certificate.ended", Open, words)
    if when == "expired":
        return Remark("certificate.expired", Wrong, _("Chứng thư đã hết hạn trước khi ký."))
    return Remark("certificate.not_yet", Wrong, _("Chứng thư chưa có hiệu lực khi ký."))


def _revocation(seen: Seen) -> Iterator[Remark]:
    known = seen.revoked
    if known is None or seen.found["path"]["state"] == "revoked":
        return
    if known.state in ("revoked", "suspended"):
        yield from _withdrawn(seen, known.since, known)
    elif known.state == "unknown" and not (seen.proven and seen.found["enclosed_proves"]):
        yield Remark("revocation.unknown", Open, known.sentence)


def _withdrawn(seen: Seen, since: datetime | None, known: RevocationFacts) -> Iterator[Remark]:
    """Compare the moment of withdrawal with the moment of signing: a time-stamp counts, the signer's word does not."""
    suspended = known.state == "suspended"
    if since is None or seen.signed_at is None or seen.signed_at >= since:
        if suspended:
            yield Remark("revoked.suspended", Open, _("Chứng thư đang bị tạm dừng tại thời điểm ký."))
        else:
            yield Remark("revoked.before", Wrong, _("Chứng thư đã bị thu hồi trước khi ký."))
    elif suspended:
        return
    elif seen.proven:
        words = _("Chứng thư bị thu hồi ngày %(day)s, sau khi ký; chữ ký vẫn có giá trị.") % {"day": day_time(since)}
        yield Remark("revoked.after", Good, words)
    else:
        words = _("Chứng thư bị thu hồi ngày %(day)s và không có dấu thời gian chứng minh đã ký trước đó.")
        yield Remark("revoked.unproven", Open, words % {"day": day_time(since)})


def _ended(seen: Seen) -> Iterator[Remark]:
    if seen.ends is not None and seen.ends < seen.now and not seen.proven and seen.found["path"]["state"] == "ok":
        words = _("Chứng thư của người ký đã hết hạn và chữ ký không có dấu thời gian. Tra cứu theo mã văn bản.")
        yield Remark("certificate.ended", Open, words)


def _stamp(seen: Seen) -> Iterator[Remark]:
    stamp = seen.found["stamp"]
    if stamp and stamp["state"] == "broken":
        yield Remark("stamp.broken", Open, _("Dấu thời gian trong tệp bị hỏng hoặc thuộc về chữ ký khác."))
    elif stamp and stamp["state"] == "untrusted":
        yield Remark("stamp.untrusted", Good, _("Chưa xác định được nơi cấp dấu thời gian, nên không tính đến."))
    elif seen.signed_at is not None and seen.signed_at > seen.now:
        yield Remark("time.future", Open, _("Thời điểm ký ghi trong tệp ở sau hiện tại."))


def _names(seen: Seen) -> Iterator[Remark]:
    """Compare what the file says about the signer with the certificate, which alone is vouched for."""
    written = seen.found["name"]
    if written and not _same(written, seen.signer):
        words = _(
            "Tệp tự ghi tên người ký là «%(name)s», nhưng chứng thư thuộc về «%(signer)s». Chỉ tin tên trong chứng thư."
        )
        yield Remark("name.differs", Open, words % {"name": written, "signer": seen.signer})
    shown = seen.found["shown"]
    if shown and _claims_somebody(shown) and _written_out(seen.signer) not in _written_out(shown):
        words = _("Hình chữ ký ghi «%(words)s», nhưng chứng thư thuộc về «%(signer)s». Chỉ tin tên trong chứng thư.")
        yield Remark("name.shown", Open, words % {"words": shown[:120], "signer": seen.signer})


def _claims_somebody(shown: str) -> bool:
    """Tell whether words shown say more than an annex's mark does: number and symbol, and the time of signing.

    Decree 30/2020/NĐ-CP, Annex I, part I, section II, point 8: that mark names nobody.
    """
    return _ANNEX_MARK.fullmatch(shown.strip()) is None


def _written_out(name: str) -> str:
    """Return a name for comparison, «UBND» and «Ủy ban nhân dân» as one."""
    return fold(name).replace("uy ban nhan dan", "ubnd")


def _same(written: str, signer: str) -> bool:
    one, other = _written_out(written), _written_out(signer)
    return bool(one and other) and (one in other or other in one)


def _demo(seen: Seen) -> Iterator[Remark]:
    if seen.trust is Trust.DEMO:
        words = _("Chứng thư thuộc cơ quan cấp chứng thư minh họa, không có giá trị pháp lý.")
        yield Remark("trust.demo", Good, words)


def _moment(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _readable(seen: Seen) -> Iterator[Remark]:
    if seen.ends is None and seen.found["integrity"]["ok"]:
        words = _("Không đọc được chứng thư của người ký, nên không biết ai đã ký.")
        yield Remark("certificate.unreadable", Open, words)


_HOLDING: Final[tuple[Rule, ...]] = (_integrity, _ranges, _changes, _xml)
_TRUSTING: Final[tuple[Rule, ...]] = (_readable, _strength, _usage, _path, _revocation, _ended, _stamp, _names, _demo)
