"""Addresses of signing. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.signing.web import checks, device, lasting, own, requests, trust

app_name = "signing"
urlpatterns = [
    path("ky-thuat/chung-thu/", trust.show, name="trust"),
    path("ky-thuat/chung-thu/hoi-lai/", trust.again, name="ask_again"),
    path("ky-thuat/chu-ky-lau-dai/", lasting.show, name="lasting"),
    path("ky-thuat/chu-ky-lau-dai/<uuid:lasting_id>/", lasting.one, name="lasting_one"),
    path("ky-thuat/chu-ky-lau-dai/<uuid:lasting_id>/gia-han/", lasting.again, name="lasting_again"),
    path("ky-so/", own.mine, name="mine"),
    path("ky-so/ky-tep/", own.sign_file, name="sign_file"),
    path("ky-so/tep/<uuid:prepared_id>/", own.signed_file, name="signed_file"),
    path("ky-so/dang-ky/", device.register, name="register"),
    path("ky-so/cho-ky/", device.waiting, name="waiting"),
    path("ky-so/cho-ky/ket-qua/", device.finish, name="finish"),
    path("ky-so/kiem-tra/", checks.checks, name="checks"),
    path("ky-so/kiem-tra/<uuid:signature_check_id>/", checks.check, name="check"),
    path("ky-so/kiem-tra/<uuid:signature_check_id>/bang/", checks.sheet, name="check_sheet"),
    path("ky-so/kiem-tra/<uuid:signature_check_id>/json/", checks.as_json, name="check_json"),
    path("ky-so/kiem-tra/<uuid:signature_check_id>/xoa/", checks.drop, name="check_drop"),
    path("ky-so/hang-doi/", requests.listed, name="requests"),
    path("ky-so/hang-doi/<uuid:asked_id>/", requests.act, name="request_act"),
    path("ky-so/hang-doi/<uuid:asked_id>/tep/", requests.result, name="request_result"),
]
