"""What the views share: who is an owner of papers, how a page of this room is made."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.ui import people


def applicant_of(request: HttpRequest) -> Actor:
    """Return the signed-in citizen or business. Raises Unauthenticated for nobody, Forbidden for an officer at work."""
    said = _("Trang này dành cho chủ giấy tờ. Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp.")
    return people.applicant_of(request, otherwise=Forbidden(said))


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room."""
    return render(request, f"papers/{template}", context, status=status)
