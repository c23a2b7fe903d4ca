"""Addresses of transfers. Included at the root of the site."""

from django.urls import path

from tinhso.government.transfers.web import views

app_name = "transfers"
urlpatterns = [
    path("ban-giao/", views.listed, name="list"),
    path("ban-giao/gui/", views.send, name="send"),
    path("ban-giao/<uuid:transfer_id>/", views.transfer, name="transfer"),
    path("ban-giao/<uuid:transfer_id>/xac-nhan/", views.confirm, name="confirm"),
    path("ban-giao/<uuid:transfer_id>/in/", views.slip, name="slip"),
    path("ban-giao/ho-so/<uuid:line_id>/", views.line, name="line"),
    path("ban-giao/ho-so/<uuid:line_id>/lam/", views.act, name="act"),
]
