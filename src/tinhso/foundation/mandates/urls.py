"""Addresses of mandates. Included at the root of the site."""

from django.urls import path

from tinhso.foundation.mandates.web import desk, mine

app_name = "mandates"
urlpatterns = [
    path("dai-dien/", mine.mine, name="mine"),
    path("dai-dien/uy-quyen/", mine.authorise, name="authorise"),
    path("dai-dien/moi/", mine.invite, name="invite"),
    path("dai-dien/con/", mine.child, name="child"),
    path("dai-dien/doi-chieu/", desk.check, name="check"),
    path("dai-dien/doi-chieu/<uuid:declared_id>/", desk.decide, name="decide"),
    path("dai-dien/<uuid:mandate_id>/tra-loi/", mine.answer, name="answer"),
    path("dai-dien/<uuid:mandate_id>/cham-dut/", mine.end, name="end"),
]
