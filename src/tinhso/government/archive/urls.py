"""Addresses of the archive."""

from django.urls import path

from tinhso.government.archive.web import reading, requests, views

app_name = "archive"
STORE = "kho-luu-tru/"
READING = "tai-lieu-luu-tru/"

urlpatterns = [
    path(STORE, views.home, name="home"),
    path(f"{STORE}tiep-nhan/", views.receipts, name="receipts"),
    path(f"{STORE}tiep-nhan/<uuid:archive_receipt_id>/", views.receipt, name="receipt"),
    path(f"{STORE}nop-luu/<uuid:case_slip_id>/", views.slip, name="slip"),
    path(f"{STORE}khai-thac/", requests.requests, name="requests"),
    path(f"{STORE}khai-thac/<uuid:archive_request_id>/", requests.one, name="request"),
    path(f"{STORE}khai-thac/<uuid:archive_request_id>/lam/", requests.act, name="act_request"),
    path(READING, reading.home, name="reading"),
    path(f"{READING}<uuid:own_request_id>/", reading.one, name="reading_one"),
    path(f"{READING}<uuid:own_request_id>/rut/", reading.withdraw, name="reading_withdraw"),
    path(f"{READING}<uuid:own_request_id>/goi/", reading.copy, name="reading_copy"),
    path(f"{READING}<uuid:own_request_id>/<int:reading_place>/", reading.document, name="reading_document"),
    path(f"{STORE}kiem-tra/", views.checks, name="checks"),
    path(f"{STORE}goi/<uuid:archive_package_id>/", views.package, name="package"),
    path(f"{STORE}goi/<uuid:archive_package_id>/tep/", views.download, name="download"),
]
