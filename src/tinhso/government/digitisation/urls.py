"""Addresses of digitisation."""

from django.urls import path

from tinhso.government.digitisation.web import checking, describing, paging, queue

app_name = "digitisation"
urlpatterns = [
    path("so-hoa/", queue.queue, name="queue"),
    path("so-hoa/so-lieu/", queue.figures, name="figures"),
    path("so-hoa/ho-so/<uuid:dossier_id>/", checking.check, name="check"),
    path("so-hoa/ho-so/<uuid:dossier_id>/trang/", paging.pages, name="pages"),
    path("so-hoa/ho-so/<uuid:dossier_id>/quet/", paging.scan, name="scan"),
    path("so-hoa/trang/<uuid:page_id>/", paging.picture, name="picture"),
    path("so-hoa/ban/<uuid:digitised_id>/", describing.digitised, name="digitised"),
    path("so-hoa/ban/<uuid:digitised_id>/tien-do/", describing.progress, name="progress"),
    path("so-hoa/ban/<uuid:digitised_id>/tep/", describing.file, name="file"),
    path("so-hoa/ban/<uuid:digitised_id>/lam-lai/", describing.redo, name="redo"),
    path("so-hoa/ban/<uuid:digitised_id>/kiem-tra/", describing.review, name="review"),
    path("an-toan-tep/", queue.safety, name="safety"),
]
