"""Addresses of the design system. Included at the root of the site."""

from django.urls import path

from tinhso.ui import views

app_name = "ui"
urlpatterns = [
    path("_ui/", views.design_system, name="design_system"),
    path("_ui/preferences/", views.change_preferences, name="preferences"),
    path("_ui/<slug:page>/", views.design_page, name="design_page"),
]
