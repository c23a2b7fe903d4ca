"""Addresses of our sign-on for other systems, under the names allauth looks them up by (idp:oidc:…)."""

from allauth.idp.oidc import views as theirs
from django.urls import include, path

from tinhso.foundation.identity.provider import views

app_name = "idp"

_protocol = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path(".well-known/jwks.json", theirs.jwks, name="jwks"),
    path("dang-nhap-mot-lan/uy-quyen", views.authorization, name="authorization"),
    path("dang-nhap-mot-lan/dang-xuat", views.logout, name="logout"),
    path("dang-nhap-mot-lan/api/token", theirs.token, name="token"),
    path("dang-nhap-mot-lan/api/userinfo", theirs.user_info, name="userinfo"),
    path("dang-nhap-mot-lan/api/revoke", theirs.revoke, name="revoke"),
]
urlpatterns = [path("", include((_protocol, "oidc")))]
