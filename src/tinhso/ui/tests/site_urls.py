"""A site with nothing on it but the design system."""

from django.urls import include, path

urlpatterns = [path("", include("tinhso.ui.urls"))]
