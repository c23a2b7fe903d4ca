"""Addresses of figures. Included at the root of the site."""

from django.urls import path

from tinhso.government.figures.web import open_views, views

app_name = "figures"
urlpatterns = [
    path("so-lieu/", open_views.show, name="open"),
    path("so-lieu/du-lieu-mo.csv", open_views.as_csv, name="open_csv"),
    path("so-lieu/du-lieu-mo.json", open_views.as_json, name="open_json"),
    path("bang-so-lieu/", views.monthly, name="table"),
    path("bang-so-lieu/bang.xlsx", views.workbook, name="xlsx"),
    path("bang-so-lieu/ho-so/", views.behind, name="facts"),
    path("bang-so-lieu/diem/<slug:index>/", views.score, name="score"),
]
