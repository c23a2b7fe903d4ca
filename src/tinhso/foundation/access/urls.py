"""Addresses of access."""

from django.urls import path

from tinhso.foundation.access.web import views

app_name = "access"

urlpatterns = [
    path("vi-tri-lam-viec/", views.posts, name="posts"),
    path("lam-viec-cho/", views.acting, name="acting"),
]
