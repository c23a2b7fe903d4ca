"""Addresses of notifications. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.notifications.web import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.notices, name="list"),
    path("thong-bao/da-doc/", views.mark, name="mark_read"),
    path("thong-bao/cai-dat/", views.settings, name="settings"),
    path("thong-bao/<uuid:notice_id>/mo/", views.open_notice, name="open"),
]
