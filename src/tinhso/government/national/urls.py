"""Addresses of the national exchange. Included at the root of the site."""

from django.urls import path

from tinhso.government.national.web import catalogue, console, open_data

app_name = "national"
CONSOLE = "ky-thuat/cong-quoc-gia/"

urlpatterns = [
    path(CONSOLE, console.console, name="console"),
    path(f"{CONSOLE}viec/", console.act, name="act"),
    path(f"{CONSOLE}huong-dan/", console.runbook, name="runbook"),
    path(f"{CONSOLE}ban-ghi/<uuid:record_id>/", console.record, name="record"),
    path(f"{CONSOLE}ho-so/<uuid:filing_id>/", console.filing, name="filing"),
    path("danh-muc-quoc-gia/", catalogue.differences, name="catalogue"),
    path("du-lieu/dich-vu-cong.ttl", open_data.services, {"kind": "ttl"}, name="services_ttl"),
    path("du-lieu/dich-vu-cong.jsonld", open_data.services, {"kind": "jsonld"}, name="services_jsonld"),
]
