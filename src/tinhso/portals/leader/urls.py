"""Addresses of the leader's portal. Included at the root of the site."""

from django.urls import path

from tinhso.portals.leader.views import overview

app_name = "leader"
urlpatterns = [
    path("dieu-hanh/", overview.show, name="overview"),
    path("dieu-hanh/so-lieu.csv", overview.download, name="csv"),
]
