"""This room's pages and what their layout needs."""

from django.urls import include, path

urlpatterns = [path("", include("tinhso.ui.urls")), path("", include("tinhso.data.population.urls"))]
