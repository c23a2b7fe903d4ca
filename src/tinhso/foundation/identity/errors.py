"""What identity refuses."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound, TooMany, Unauthenticated


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
