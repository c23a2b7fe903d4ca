"""Pages for what Django itself refuses, in our words."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import DomainError, Forbidden, Kind, NotFound
from tinhso.kernel.http import problem
from tinhso.ui.views import refusal_page


class BadRequest(DomainError):
    """A request no form of ours makes."""

    code = "bad_request"
    sentence = _("Yêu cầu gửi đến không đọc được. Tải lại trang rồi thử lại.")  # type: ignore[assignment]


class Fault(DomainError):
    """A fault of ours."""

    kind, code = Kind.UNAVAILABLE, "fault"
    sentence = _(  # type: ignore[assignment]
        "Hệ thống gặp lỗi khi xử lý yêu cầu. Nội dung đã lưu vẫn còn; thử lại sau ít phút hoặc gọi đường dây nóng."
    )
    status = 500


def _answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(error, instance=request.path)
    return refusal_page(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    """400."""
    return _answer(request, BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as above
    """403."""
    return _answer(request, Forbidden())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form was open too long, or came from elsewhere: say what to do."""
    return _answer(
        request, Forbidden(str(_("Trang mở quá lâu nên chưa gửi được. Quay lại, tải lại trang rồi gửi lại.")))
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as above
    """404."""
    return _answer(request, NotFound())


def fault(request: HttpRequest) -> HttpResponse:
    """500: plain, so that it works when little else does."""
    return _answer(request, Fault())
