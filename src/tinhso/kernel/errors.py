"""What the house refuses, in one shape, and the one table from a refusal to HTTP (RFC 9457 uses it too)."""

from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final


class Kind(StrEnum):
    """Kinds of refusal. To a stranger, forbidden and missing look the same: gates raise NOT_FOUND for both."""

    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    INVALID = "invalid"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


HTTP_STATUS: Final = MappingProxyType(
    {
        Kind.UNAUTHENTICATED: 401,
        Kind.FORBIDDEN: 403,
        Kind.NOT_FOUND: 404,
        Kind.INVALID: 422,
        Kind.CONFLICT: 409,
        Kind.TOO_LARGE: 413,
        Kind.TOO_MANY: 429,
        Kind.UNAVAILABLE: 503,
    },
)


class DomainError(Exception):
    """A refusal that a person can read.

    `kind` decides the HTTP status, `code` is for machines (dotted, stable), `sentence` is Vietnamese and says what
    to do. `fields` names what is wrong where, as {"json.path": "sentence"}.
    """

    kind: Kind = Kind.INVALID
    code: str = "invalid"
    sentence: str = "Dữ liệu chưa hợp lệ. Kiểm tra lại các mục được đánh dấu."

    def __init__(self, sentence: str | None = None, *, fields: dict[str, str] | None = None, **detail: Any) -> None:
        self.sentence = sentence or type(self).sentence
        self.fields = fields or {}
        self.detail = detail
        super().__init__(self.sentence)

    @property
    def status(self) -> int:
        """The HTTP status of this refusal."""
        return HTTP_STATUS[self.kind]


class NotFound(DomainError):
    """There is no such thing, or it is not yours: the two look the same."""

    kind, code = Kind.NOT_FOUND, "not_found"
    sentence = "Không tìm thấy nội dung này. Kiểm tra lại đường dẫn hoặc mã đã nhập."


class Unauthenticated(DomainError):
    """Nobody is signed in."""

    kind, code = Kind.UNAUTHENTICATED, "unauthenticated"
    sentence = "Đăng nhập để tiếp tục."


class Forbidden(DomainError):
    """Signed in, may see it, may not do it."""

    kind, code = Kind.FORBIDDEN, "forbidden"
    sentence = "Tài khoản này không có quyền thực hiện việc này."


class Conflict(DomainError):
    """Somebody else was first, or the thing has moved on."""

    kind, code = Kind.CONFLICT, "conflict"
    sentence = "Nội dung này vừa được người khác thay đổi. Tải lại trang để xem bản mới."


class TooMany(DomainError):
    """Too often; try again later."""

    kind, code = Kind.TOO_MANY, "too_many"
    sentence = "Thao tác quá nhiều lần. Đợi ít phút rồi thử lại."


class Unavailable(DomainError):
    """Something outside does not answer; the person may go on and we shall try again."""

    kind, code = Kind.UNAVAILABLE, "unavailable"
    sentence = "Hệ thống liên quan chưa trả lời. Nội dung đã nhập được giữ lại; thử lại sau ít phút."
