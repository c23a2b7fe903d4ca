"""API v1: OpenAPI 3.1 at /api/v1/openapi.json, problem details (RFC 9457), keyset cursors, idempotency keys."""

import json
import math
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from tinhso.government.documents.api.v1 import router as documents
from tinhso.government.dossiers.api.desk_v1 import router as desk
from tinhso.government.dossiers.api.drafts_v1 import router as drafts
from tinhso.government.dossiers.api.files_v1 import results_router as results
from tinhso.government.dossiers.api.files_v1 import router as files
from tinhso.government.dossiers.api.v1 import router as dossiers
from tinhso.government.procedures.api.v1 import router as procedures
from tinhso.kernel.errors import DomainError, Forbidden, NotFound, Unauthenticated
from tinhso.kernel.http import problem
from tinhso.portals.citizen.api import router as signatures

MAX_DEPTH: Final = 40

PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457). `title` is a Vietnamese sentence that says what to do; `code` is stable.",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "sentence"],
                "properties": {"field": {"type": "string"}, "sentence": {"type": "string"}},
            },
        },
    },
}

TITLES: Final = {
    400: "The body is not readable",
    401: "Nobody is signed in, or the session has ended",
    403: "The CSRF token is missing, or the caller may not do this",
    404: "There is no such thing, or it is not the caller's",
    409: "The dossier has moved on, or somebody else was first",
    413: "Too large",
    422: "The input is not valid; `errors` names each place",
    429: "Too often; `title` says when to try again",
    503: "A part that is needed does not answer; try again later",
}


class Unreadable(DomainError):
    """A body that is not JSON as RFC 8259 has it, or holds what no text may hold."""

    code = "unreadable"
    sentence = _("Nội dung gửi đến không đọc được. Gửi JSON hợp lệ, mã hóa UTF-8.")  # type: ignore[assignment]
    status = 400


class MethodNotAllowed(DomainError):
    """An address that does not take this method."""

    code = "method_not_allowed"
    sentence = _("Địa chỉ này không nhận phương thức đã dùng. Xem tiêu đề Allow.")  # type: ignore[assignment]
    status = 405


class StrictParser(Parser):
    """Takes JSON as RFC 8259 has it, and no character that a text cannot be stored with (NUL, half of a pair)."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. Raises Unreadable."""
        try:
            body = json.loads(request.body, parse_constant=_refuse, parse_float=_finite)
            _require_storable(body)
        except (ValueError, RecursionError):
            raise Unreadable from None
        return body

    def parse_querydict(self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest) -> Any:
        """Return the query or form. Raises Unreadable."""
        try:
            _require_storable({key: data.getlist(key) for key in data})
        except ValueError:
            raise Unreadable from None
        return super().parse_querydict(data, list_fields, request)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _require_storable(value: Any, depth: int = 0) -> None:
    """Refuse, with ValueError, NUL, lone surrogates, more than 40 levels and integers of more than 18 digits."""
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode()
        if "\0" in value:
            raise ValueError("NUL")
    elif isinstance(value, int) and abs(value) >= 10**18:
        raise ValueError("too many digits")
    else:
        for part in _parts(value):
            _require_storable(part, depth + 1)


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value


class HouseApi(NinjaAPI):
    """Ninja's API, with every refusal in the one shape and written down in the schema."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the schema; what an operation may refuse with follows from its shape."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for method, operation in path.items():
                for status in _may_refuse(method, operation):
                    operation["responses"].setdefault(status, _refusal(status))
        return schema

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; a method that one does not take is refused in the one shape, too."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _speaking(pattern.callback)
        return patterns, app, namespace


def _may_refuse(method: str, operation: dict[str, Any]) -> Iterator[int]:
    yield from (422, 429, 503)
    if operation.get("parameters"):
        yield from (400, 404)
    if operation.get("security"):
        yield from (401, 403, 404)
    if method != "get":
        yield from (400, 409, 413)


def _refusal(status: int) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[status], "content": {"application/problem+json": {"schema": reference}}}


def _speaking(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *args, **named)
        if response.status_code != MethodNotAllowed.status:
            return response
        refused = problem(MethodNotAllowed(), instance=request.path)
        refused["Allow"] = response["Allow"]
        return refused

    answer.csrf_exempt = True  # type: ignore[attr-defined] # ninja checks the token where a session signs in
    return answer


api = HouseApi(
    title="Tỉnh Số",
    version="1",
    description="Thủ tục hành chính và hồ sơ. Một thay đổi không tương thích là một phiên bản mới.",
    urls_namespace="api-v1",
    docs_url=None,
    parser=StrictParser(),
)
api.add_router("/procedures", procedures)
api.add_router("/drafts", drafts)
api.add_router("/files", files)
api.add_router("/dossiers", desk)
api.add_router("/dossiers", dossiers)
api.add_router("/results", results)
api.add_router("/documents", documents)
api.add_router("/signatures", signatures)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal."""
    return problem(error, instance=request.path)


@api.exception_handler(Http404)
def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer a wrong address."""
    return problem(NotFound(), instance=request.path)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer somebody who has to sign in."""
    return problem(Unauthenticated(), instance=request.path)


@api.exception_handler(HttpError)
def turned_away(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses: a missing CSRF token (403), a body it cannot read (400)."""
    if error.status_code == Forbidden().status:
        words = _("Thiếu hoặc sai mã chống giả mạo. Gửi tiêu đề X-CSRFToken bằng giá trị của cookie csrftoken.")
        return problem(Forbidden(str(words)), instance=request.path)
    return problem(Unreadable(), instance=request.path)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request whose shape is wrong, naming each place."""
    fields: dict[str, Any] = {}
    for fault in error.errors:
        fields["/".join(str(part) for part in fault["loc"][1:])] = str(fault["msg"])[:200]
    return problem(DomainError(fields=fields), instance=request.path)
