"""Addresses of ratings. Included at the root of the site."""

from django.urls import path

from tinhso.government.ratings.web import views

app_name = "ratings"
urlpatterns = [
    path("danh-gia/", views.listed, name="list"),
    path("danh-gia/y-kien/<uuid:rating_id>/", views.one, name="one"),
    path("danh-gia/tai-quay/<uuid:dossier_id>/", views.at_desk, name="at_desk"),
    path("danh-gia/<str:rating_token>/", views.sheet, name="sheet"),
]
