"""Addresses of payments."""

from django.urls import path

from tinhso.government.payments.web import hooks

app_name = "payments"

urlpatterns = [
    path("ngan-hang/bao-co/<slug:bank>/", hooks.notice, name="bank_notice"),
]
