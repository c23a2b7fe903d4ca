"""The addresses these tests ask for."""

from django.urls import include, path

urlpatterns = [
    path("", include("tinhso.foundation.identity.urls")),
    path("", include("tinhso.foundation.access.urls")),
    path("", include("tinhso.ui.urls")),
]
