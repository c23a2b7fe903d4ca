"""The leader's pages, the list they lead to, and what their layout needs."""

from django.urls import include, path

urlpatterns = [
    path("", include("tinhso.government.figures.urls")),
    path("", include("tinhso.ui.urls")),
    path("", include("tinhso.portals.officer.urls")),
    path("", include("tinhso.portals.leader.urls")),
]
