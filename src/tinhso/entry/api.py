"""API v1: OpenAPI 3.1 at /api/v1/openapi.json, problem details (RFC 9457), keyset cursors, idempotency keys."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tinhso.government.dossiers.api.v1 import router as dossiers
from tinhso.government.procedures.api.v1 import router as procedures
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.http import problem

api = NinjaAPI(
    title="Tỉnh Số",
    version="1",
    description="Thủ tục hành chính và hồ sơ. Một thay đổi không tương thích là một phiên bản mới.",
    urls_namespace="api-v1",
    docs_url=None,
)
api.add_router("/procedures", procedures)
api.add_router("/dossiers", dossiers)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal."""
    return problem(error, instance=request.path)


@api.exception_handler(Http404)
def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer a wrong address."""
    return problem(NotFound(), instance=request.path)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request whose shape is wrong, naming each place."""
    fields: dict[str, Any] = {}
    for fault in error.errors:
        fields["/".join(str(part) for part in fault["loc"][1:])] = str(fault["msg"])[:200]
    return problem(DomainError(fields=fields), instance=request.path)
