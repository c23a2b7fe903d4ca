"""A site with nothing on it but forms: a form is shown, read, checked and shown again, as a portal would."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tinhso.foundation.forms.public import (
    Form,
    change_rows,
    check,
    error_ids,
    load_form,
    pages,
    read_all,
    read_post,
    summary,
)
from tinhso.foundation.forms.public import check_page as check_one
from tinhso.foundation.forms.testing import every_kind

FORMS: dict[str, Form] = {}
SEEN: list[dict[str, Any]] = []

PAGE = """{% extends layout %}{% load form_tags %}
{% block title %}{{ form.title.vi }}{% endblock %}
{% block content %}<h1>{{ heading }}</h1>
<form method="post" novalidate>{% csrf_token %}{% for page in pages %}{% if dense %}<h2>{{ page.title.vi }}</h2>{% endif %}
{% form_page form page data errors mode %}{% endfor %}
<button class="btn">Lưu và tiếp tục</button></form>{% endblock %}
{% block styles %}{{ block.super }}{% include "forms/head.html" %}{% endblock %}
{% block scripts %}{{ block.super }}{% include "forms/scripts.html" %}{% endblock %}"""
DONE = """{% extends "ui/citizen.html" %}{% block title %}Xong{% endblock %}{% block content %}<h1>Đã nhận</h1>
{% for section in sections %}<h2>{{ section.title }}</h2><dl>{% for row in section.rows %}<dt>{{ row.label }}</dt><dd>{{ row.value }}</dd>{% endfor %}</dl>{% endfor %}{% endblock %}"""


def form_of(name: str) -> Form:
    """Return the form shown at an address."""
    return FORMS.setdefault(name, load_form(every_kind()))


def citizen(request: HttpRequest, key: str) -> HttpResponse:
    """One page at a time; a good answer leads to a page that says what was said."""
    form = form_of("every")
    data: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        data = read_post(form, key, request.POST)
        if not change_rows(form, request.POST, data):
            checked = check_one(form, key, data, so_far={})
            data, errors = checked.data, checked.errors
            if checked.is_valid:
                return _shown(request, DONE, {"sections": summary(form, data), "pages": pages(form, data)})
    page = form.page(key)
    context = {"form": form, "pages": [page], "heading": page.title.vi, "data": data, "mode": "citizen"}
    return _shown(request, PAGE, {**context, "layout": "ui/citizen.html", "errors": errors}, bad=bool(errors))


def counter(request: HttpRequest) -> HttpResponse:
    """Everything on one dense sheet."""
    form = form_of("every")
    data: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        data = read_all(form, request.POST)
        if not change_rows(form, request.POST, data):
            errors = check(form, data).errors
    context = {"form": form, "pages": form.pages, "heading": form.title.vi, "data": data, "mode": "counter"}
    return _shown(
        request, PAGE, {**context, "layout": "ui/officer.html", "errors": errors, "dense": True}, bad=bool(errors)
    )


def _shown(request: HttpRequest, template: str, context: dict[str, Any], *, bad: bool = False) -> HttpResponse:
    errors = error_ids(context["form"], context["errors"]) if context.get("errors") else {}
    html = engines["django"].from_string(
        template.replace(
            "{% form_page form page data errors mode %}", "{% form_page form page data form_errors mode %}"
        )
    )
    text = html.render({**context, "errors": errors, "form_errors": context.get("errors", {})}, request)
    return HttpResponse(text, status=422 if bad else 200)


urlpatterns = [
    path("trang/<str:key>/", citizen),
    path("quay/", counter),
    path("", include("tinhso.ui.urls")),
]
