"""Addresses of this room: resumable uploads, nothing else; no address serves a file."""

from django.urls import path

from tinhso.foundation.files.web import views

app_name = "files"
urlpatterns = [
    path("tep/tai-len/", views.uploads, name="uploads"),
    path("tep/tai-len/<uuid:upload_id>", views.upload, name="upload"),
]
