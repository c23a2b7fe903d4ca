"""Addresses of notifications. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.notifications.web import outside, views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.notices, name="list"),
    path("thong-bao/da-doc/", views.mark, name="mark_read"),
    path("thong-bao/cai-dat/", views.settings, name="settings"),
    path("thong-bao/<uuid:notice_id>/mo/", views.open_notice, name="open"),
    path("thong-bao/bien-nhan/", outside.receipt, name="receipt"),
    path("thong-bao/thiet-bi/", outside.device, name="device"),
    path("thong-bao/sw.js", outside.service_worker, name="service_worker"),
]
