"""What identity refuses."""

from typing import Any

from tinhso.kernel.errors import Conflict, DomainError, NotFound, TooMany, Unauthenticated, Unavailable


class AccountNotFound(NotFound):
    """No such account."""

    code = "identity.account_not_found"
    sentence = "Không tìm thấy tài khoản này."


class NotRegistered(Conflict):
    """The account cannot be opened. One sentence for every reason: it teaches nothing."""

    code = "identity.not_registered"
    sentence = (
        "Chưa mở được tài khoản với số này. Nếu đã có tài khoản, hãy đăng nhập; nếu quên mật khẩu, đến Bộ phận Tiếp"
        " nhận và Trả kết quả gần nhất, mang theo giấy tờ gốc."
    )


class WrongSignIn(Unauthenticated):
    """Number or password is wrong: we do not say which."""

    code = "identity.wrong_sign_in"
    sentence = "Số định danh hoặc mật khẩu chưa đúng. Kiểm tra lại rồi đăng nhập."


class WrongSecondFactor(Unauthenticated):
    """The code of the second factor is wrong."""

    code = "identity.wrong_second_factor"
    sentence = "Mã xác thực chưa đúng hoặc đã hết hạn. Nhập mã đang hiện trên ứng dụng xác thực."


class SignInBlocked(TooMany):
    """Too many failures for this number or from this address; the sentence says until when."""

    code = "identity.sign_in_blocked"


class BadPassword(DomainError):
    """The new password is too weak, or the current one is wrong."""

    code = "identity.bad_password"
    sentence = "Mật khẩu chưa đạt. Chọn mật khẩu từ 10 ký tự, không phổ biến và khác thông tin cá nhân."


class SignOnRefused(DomainError):
    """What came back from the State's sign-on is not to be believed. `reason` is for the record, not for the person."""

    code = "identity.sign_on_refused"
    sentence = (
        "Chưa xác nhận được kết quả đăng nhập từ VNeID nên hệ thống không đăng nhập. Bấm «Đăng nhập bằng VNeID» để thử"
        " lại; nếu vẫn không được, đăng nhập bằng mật khẩu."
    )

    def __init__(self, sentence: str | None = None, *, reason: str = "", **detail: Any) -> None:
        super().__init__(sentence, **detail)
        self.reason = reason


class SignOnDeclined(DomainError):
    """The person said no at the provider."""

    code = "identity.sign_on_declined"
    sentence = "Ông/Bà chưa đồng ý đăng nhập trên VNeID. Bấm «Đăng nhập bằng VNeID» để làm lại, hoặc dùng mật khẩu."


class ProviderUnavailable(Unavailable):
    """The State's sign-on does not answer, or answers nonsense."""

    code = "identity.provider_unavailable"
    sentence = "VNeID chưa trả lời. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu ở phần dưới."


class LinkRefused(Conflict):
    """The national account cannot be linked to this account."""

    code = "identity.link_refused"
    sentence = (
        "Tài khoản này đã liên kết với một tài khoản định danh điện tử khác. Mang căn cước đến Bộ phận Tiếp nhận và Trả"
        " kết quả gần nhất để được hỗ trợ."
    )


class CoolingDown(Conflict):
    """The telephone number was changed a short while ago: sensitive acts wait. The sentence says until when."""

    code = "identity.cooling_down"


class BadClient(DomainError):
    """A system that would use our sign-on is not described well."""

    code = "identity.bad_client"
