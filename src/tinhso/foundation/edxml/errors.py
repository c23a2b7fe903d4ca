"""What edXML refuses: each rule has its name, for machines and logs, and its sentence, for the clerk."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext, gettext_noop

from tinhso.kernel.errors import DomainError


class Rule(StrEnum):
    """Why a packet is not taken."""

    TOO_LARGE = "too_large"
    XML = "xml"
    ENCODING = "encoding"
    DTD = "dtd"
    INSTRUCTION = "instruction"
    DEPTH = "depth"
    ELEMENTS = "elements"
    TEXT = "text"
    NAMESPACE = "namespace"
    STRUCTURE = "structure"
    MISSING = "missing"
    DATE = "date"
    CODE = "code"
    AGENCY = "agency"
    NAME = "name"
    ATTACHMENTS = "attachments"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    BASE64 = "base64"
    MANIFEST = "manifest"
    ZIP = "zip"
    ZIP_BOMB = "zip_bomb"
    SIGNATURE = "signature"
    DIGEST = "digest"
    UNSIGNED = "unsigned"


SENTENCES: Final[Mapping[Rule, str]] = {
    Rule.TOO_LARGE: gettext_noop("Gói tin quá lớn. Đề nghị nơi gửi tách tệp kèm theo thành nhiều lần gửi."),
    Rule.XML: gettext_noop("Gói tin không phải XML đúng cú pháp hoặc bị cắt ngang. Tải lại gói tin từ nơi gửi."),
    Rule.ENCODING: gettext_noop(
        "Gói tin không dùng bảng mã UTF-8. Đề nghị nơi gửi xuất lại gói tin theo QCVN 102:2016."
    ),
    Rule.DTD: gettext_noop(
        "Gói tin có khai báo DTD hoặc thực thể, có thể gây hại cho hệ thống. Không mở gói tin này; báo cho nơi gửi."
    ),
    Rule.INSTRUCTION: gettext_noop("Gói tin có lệnh xử lý XML không được phép. Đề nghị nơi gửi xuất lại gói tin."),
    Rule.DEPTH: gettext_noop("Gói tin có quá nhiều tầng lồng nhau. Đề nghị nơi gửi xuất lại gói tin."),
    Rule.ELEMENTS: gettext_noop("Gói tin có quá nhiều phần tử. Đề nghị nơi gửi xuất lại gói tin."),
    Rule.TEXT: gettext_noop("Gói tin có một mục dài quá mức cho phép. Đề nghị nơi gửi rút gọn rồi gửi lại."),
    Rule.NAMESPACE: gettext_noop(
        "Gói tin không thuộc không gian tên của QCVN 102:2016. Chọn đúng tệp edXML hoặc đề nghị nơi gửi xuất lại."
    ),
    Rule.STRUCTURE: gettext_noop("Gói tin không đúng cấu trúc của QCVN 102:2016. Đề nghị nơi gửi xuất lại gói tin."),
    Rule.MISSING: gettext_noop("Gói tin thiếu thông tin bắt buộc. Đề nghị nơi gửi bổ sung rồi gửi lại."),
    Rule.DATE: gettext_noop("Gói tin có ngày, giờ không đúng dạng năm/tháng/ngày. Đề nghị nơi gửi sửa rồi gửi lại."),
    Rule.CODE: gettext_noop("Gói tin có mã nghiệp vụ không nằm trong danh mục. Đề nghị nơi gửi sửa rồi gửi lại."),
    Rule.AGENCY: gettext_noop(
        "Gói tin có mã định danh cơ quan không đúng dạng. Đề nghị nơi gửi kiểm tra mã định danh rồi gửi lại."
    ),
    Rule.NAME: gettext_noop(
        "Gói tin có tên tệp chứa đường dẫn hoặc ký tự không an toàn. Không mở gói tin này; báo cho nơi gửi."
    ),
    Rule.ATTACHMENTS: gettext_noop("Gói tin có quá nhiều tệp kèm theo. Đề nghị nơi gửi gộp tệp rồi gửi lại."),
    Rule.ATTACHMENT_TOO_LARGE: gettext_noop(
        "Gói tin có tệp kèm theo quá lớn. Đề nghị nơi gửi chia nhỏ tệp rồi gửi lại."
    ),
    Rule.BASE64: gettext_noop("Nội dung tệp kèm theo bị hỏng (không phải Base64). Đề nghị nơi gửi gửi lại gói tin."),
    Rule.MANIFEST: gettext_noop(
        "Danh mục tệp trong gói tin không khớp với tệp kèm theo. Đề nghị nơi gửi kiểm tra rồi gửi lại."
    ),
    Rule.ZIP: gettext_noop(
        "Tệp nén trong gói tin bị hỏng hoặc không đúng quy cách. Đề nghị nơi gửi gửi tệp không nén."
    ),
    Rule.ZIP_BOMB: gettext_noop(
        "Tệp nén trong gói tin phình ra quá lớn khi mở, có thể gây hại. Không mở gói tin này; báo cho nơi gửi."
    ),
    Rule.SIGNATURE: gettext_noop(
        "Chữ ký số của gói tin không hợp lệ. Không tiếp nhận văn bản; liên hệ nơi gửi để xác minh."
    ),
    Rule.DIGEST: gettext_noop(
        "Nội dung gói tin đã bị thay đổi sau khi ký số. Không tiếp nhận văn bản; liên hệ nơi gửi để xác minh."
    ),
    Rule.UNSIGNED: gettext_noop("Gói tin chưa được ký số. Đề nghị nơi gửi ký số gói tin rồi gửi lại."),
}


class PacketRefused(DomainError):
    """A packet that is not taken. `rule` says why, `place` where (an element's name, a file's name); may be empty."""

    def __init__(self, rule: Rule, place: str = "") -> None:
        self.rule, self.place = rule, place[:200]
        self.code = f"edxml.{rule.value}"
        words = gettext(SENTENCES[rule])
        super().__init__(f"{words} ({self.place})" if self.place else words, rule=rule.value, place=self.place)
