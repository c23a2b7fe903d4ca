"""Addresses of identity."""

from django.urls import path

from tinhso.foundation.identity.web import account, clients, counter, factor, national, registration, sign_in

app_name = "identity"

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/dinh-danh-dien-tu/", national.start, name="national"),
    path("dang-nhap/dinh-danh-dien-tu/tra-loi/", national.answer, name="national_answer"),
    path("dang-nhap/dinh-danh-dien-tu/lien-ket/", national.link, name="national_link"),
    path("dang-nhap/dinh-danh-dien-tu/mo-tai-khoan/", national.open_account, name="national_open"),
    path("dang-nhap/nang-muc/", national.step_up, name="step_up"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("dang-xuat/xong/", national.signed_out, name="signed_out"),
    path("dang-ky/", registration.citizen, name="register"),
    path("dang-ky/doanh-nghiep/", registration.business, name="register_business"),
    path("xac-thuc-hai-lop/", factor.factor, name="factor"),
    path("xac-thuc-hai-lop/thiet-lap/", factor.factor_setup, name="factor_setup"),
    path("xac-thuc-hai-lop/khoa-truy-cap/", factor.passkey_setup, name="passkey_setup"),
    path("xac-thuc-hai-lop/<int:factor_id>/go-bo/", account.remove_factor, name="factor_remove"),
    path("tai-khoan/", account.overview, name="account"),
    path("tai-khoan/du-lieu-quoc-gia/", national.take_states_data, name="take_states_data"),
    path("tai-khoan/lien-he/", account.contact, name="contact"),
    path("tai-khoan/mat-khau/", account.password, name="password"),
    path("tai-khoan/xac-nhan/", account.confirm, name="confirm"),
    path("tai-khoan/ho-tro/", counter.help_holder, name="help"),
    path("tai-khoan/he-thong/", clients.systems, name="clients"),
    path("tai-khoan/he-thong/dang-ky/", clients.register, name="client_register"),
    path("tai-khoan/he-thong/<slug:client_id>/khoa-moi/", clients.renew, name="client_renew"),
    path("tai-khoan/he-thong/<slug:client_id>/ngung/", clients.shut, name="client_shut"),
    path("tai-khoan/phien/gia-han/", sign_in.extend, name="extend"),
    path("tai-khoan/phien/<uuid:session_id>/ket-thuc/", account.end_session, name="session_end"),
    path("tai-khoan/dang-xuat-moi-noi/", account.end_all_sessions, name="sign_out_everywhere"),
]
