"""Addresses of payments: the bank's, the payer's, the officers'."""

from django.urls import path

from tinhso.government.payments.web import accounting, claims, desk, hooks, payer

app_name = "payments"
REQUEST = "thu-phi/khoan/<uuid:request_id>/"
NOTICE = "thu-phi/chua-khop/<uuid:bank_notice_id>/"

urlpatterns = [
    path("ngan-hang/bao-co/<slug:bank>/", hooks.notice, name="bank_notice"),
    path("thanh-toan/<slug:pay_token>/", payer.pay, name="pay"),
    path("thanh-toan/<slug:pay_token>/ma-qr.png", payer.qr_image, name="pay_qr"),
    path("thanh-toan/<slug:pay_token>/bien-lai/<uuid:paid_receipt_id>/", payer.receipt, name="pay_receipt"),
    path("bien-lai/<slug:receipt_token>/", payer.check_receipt, name="check_receipt"),
    path("thu-phi/", desk.requests_list, name="requests"),
    path(REQUEST, desk.request_page, name="request"),
    path(f"{REQUEST}tien-mat/", desk.take_cash, name="take_cash"),
    path(f"{REQUEST}huy/", desk.cancel, name="cancel"),
    path(f"{REQUEST}hoan-tra/", desk.ask_refund, name="ask_refund"),
    path("thu-phi/bien-lai/<uuid:receipt_id>/", desk.receipt_print, name="receipt"),
    path("thu-phi/ca/", desk.shift, name="shift"),
    path("thu-phi/ca/<uuid:shift_id>/in/", desk.shift_print, name="shift_print"),
    path("thu-phi/chua-khop/", accounting.unmatched, name="unmatched"),
    path(NOTICE, accounting.notice, name="notice"),
    path(f"{NOTICE}hoan-tra/", accounting.refund_notice, name="refund_notice"),
    path("thu-phi/phai-thu-hoi/", claims.claims, name="claims"),
    path("thu-phi/phai-thu-hoi/<uuid:claim_id>/", claims.claim, name="claim"),
    path("thu-phi/hoan-tra/", accounting.refunds, name="refunds"),
    path("thu-phi/hoan-tra/<uuid:refund_id>/", accounting.refund, name="refund"),
    path("thu-phi/doi-chieu/", accounting.report, name="report"),
    path("thu-phi/doi-chieu/kiem-tra/", accounting.check, name="check"),
    path("thu-phi/doi-chieu/tai-ve/", accounting.report_xlsx, name="report_xlsx"),
    path("thu-phi/doi-chieu/<uuid:difference_id>/", accounting.difference, name="difference"),
]
