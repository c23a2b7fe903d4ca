"""The console's pages and what their layout needs."""

from django.urls import include, path

urlpatterns = [
    path("", include("tinhso.ui.urls")),
    path("", include("tinhso.portals.operator.urls")),
]
