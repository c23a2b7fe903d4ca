"""Addresses of csc. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.csc.web import api, seals

app_name = "csc"
urlpatterns = [
    path("con-dau-so/", seals.home, name="home"),
    path("con-dau-so/yeu-cau/<uuid:authorisation_id>/", seals.authorisation, name="authorisation"),
    path("con-dau-so/quy-tac/", seals.rules, name="rules"),
    path("con-dau-so/quy-tac/<uuid:rule_id>/thu-hoi/", seals.end_rule, name="end_rule"),
    path("con-dau-so/he-thong/", seals.systems, name="systems"),
    path("con-dau-so/he-thong/<uuid:system_id>/", seals.change_system, name="change_system"),
    path("csc/v2/info", api.info, name="api_info"),
    path("csc/v2/oauth2/token", api.token, name="api_token"),
    path("csc/v2/credentials/list", api.credentials_list, name="api_list"),
    path("csc/v2/credentials/info", api.credentials_info, name="api_credential"),
    path("csc/v2/credentials/authorize", api.authorize, name="api_authorize"),
    path("csc/v2/credentials/authorizeCheck", api.authorize_check, name="api_check"),
    path("csc/v2/signatures/signHash", api.sign_hash, name="api_sign_hash"),
    path("csc/v2/signatures/signDoc", api.sign_doc, name="api_sign_doc"),
]
