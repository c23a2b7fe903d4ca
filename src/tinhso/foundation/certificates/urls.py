"""Addresses of certificates. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.certificates.web import acts, views

app_name = "certificates"
urlpatterns = [
    path("chung-thu-so/", views.listed, name="list"),
    path("chung-thu-so/so-lieu/", views.figures, name="figures"),
    path("chung-thu-so/xuat/", views.export, name="export"),
    path("chung-thu-so/de-nghi/", acts.ask, name="ask"),
    path("chung-thu-so/dang-ky/", acts.register, name="register"),
    path("chung-thu-so/<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("chung-thu-so/<uuid:certificate_id>/tep/", views.pem, name="pem"),
    path("chung-thu-so/<uuid:certificate_id>/nhap/", acts.issue, name="issue"),
    path("chung-thu-so/<uuid:certificate_id>/lam/", acts.act, name="act"),
    path("chung-thu-so/<uuid:certificate_id>/don-vi/", acts.move_unit, name="move_unit"),
]
