"""Addresses of the workshop of procedures."""

from django.urls import path

from tinhso.government.procedures.web import editing, workshop

app_name = "procedures"
COPY = "xuong-thu-tuc/ban-thao/<uuid:working_copy_id>/"
VERSION = "xuong-thu-tuc/phien-ban/<uuid:published_id>/"

urlpatterns = [
    path("xuong-thu-tuc/", workshop.workshop, name="workshop"),
    path("xuong-thu-tuc/lap/", workshop.start, name="start_copy"),
    path(COPY, workshop.copy, name="copy"),
    path(f"{COPY}tai-ve/", workshop.export, name="copy_export"),
    path(f"{COPY}noi-dung/", editing.content, name="copy_content"),
    path(f"{COPY}bieu-mau/", editing.form, name="copy_form"),
    path(f"{COPY}bieu-mau/xem/", editing.preview, name="copy_preview"),
    path(f"{COPY}quy-trinh/", editing.steps, name="copy_steps"),
    path(f"{COPY}mau-in/", editing.prints, name="copy_prints"),
    path(f"{COPY}vi-du/", editing.examples, name="copy_examples"),
    path(f"{COPY}tep/", editing.files, name="copy_files"),
    path(VERSION, workshop.version, name="version"),
    path(f"{VERSION}tai-ve/", workshop.export_version, name="version_export"),
    path(f"{VERSION}cung-cap/", workshop.service, name="version_service"),
    path(f"{VERSION}so-voi/<uuid:other_published_id>/", workshop.compare_versions, name="version_compare"),
]
