"""Addresses of identity."""

from django.urls import path

from tinhso.foundation.identity.web import account, counter, factor, registration, sign_in

app_name = "identity"

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("dang-ky/", registration.citizen, name="register"),
    path("dang-ky/doanh-nghiep/", registration.business, name="register_business"),
    path("xac-thuc-hai-lop/", factor.factor, name="factor"),
    path("xac-thuc-hai-lop/thiet-lap/", factor.factor_setup, name="factor_setup"),
    path("xac-thuc-hai-lop/khoa-truy-cap/", factor.passkey_setup, name="passkey_setup"),
    path("xac-thuc-hai-lop/<int:factor_id>/go-bo/", account.remove_factor, name="factor_remove"),
    path("tai-khoan/", account.overview, name="account"),
    path("tai-khoan/lien-he/", account.contact, name="contact"),
    path("tai-khoan/mat-khau/", account.password, name="password"),
    path("tai-khoan/xac-nhan/", account.confirm, name="confirm"),
    path("tai-khoan/ho-tro/", counter.help_holder, name="help"),
    path("tai-khoan/phien/gia-han/", sign_in.extend, name="extend"),
    path("tai-khoan/phien/<uuid:session_id>/ket-thuc/", account.end_session, name="session_end"),
    path("tai-khoan/dang-xuat-moi-noi/", account.end_all_sessions, name="sign_out_everywhere"),
]
