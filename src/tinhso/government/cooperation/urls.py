"""Addresses of cooperation. Included at the root of the site."""

from django.urls import path

from tinhso.government.cooperation.web import consults, heads, parts

app_name = "cooperation"
urlpatterns = [
    path("ho-so/<uuid:dossier_id>/lay-y-kien/", consults.ask, name="ask"),
    path("viec/y-kien/<uuid:consult_id>/", consults.consult, name="consult"),
    path("viec/y-kien/<uuid:consult_id>/giay-to/<uuid:shown_id>/", consults.shown_paper, name="shown_paper"),
    path("viec/y-kien/<uuid:consult_id>/tep/", consults.answer_file, name="answer_file"),
    path("viec/lien-thong/<uuid:part_id>/", parts.part, name="part"),
    path("lien-thong/<uuid:part_id>/ket-qua/", parts.result, name="part_result"),
    path("lien-thong/<uuid:part_id>/tep/<uuid:brought_id>/", parts.brought_file, name="part_file"),
    path("cua-toi/lien-thong/<uuid:dossier_id>/", parts.mine, name="mine"),
    path("viec/dieu-phoi/", heads.balance, name="balance"),
    path("viec/ban-giao/", heads.hand_over, name="hand_over"),
    path("viec/ban-giao/<uuid:hand_over_id>/", heads.record, name="record"),
    path("viec/ban-giao/<uuid:hand_over_id>/in/", heads.record_print, name="record_print"),
    path("viec/vang-mat/", heads.absence, name="absence"),
]
