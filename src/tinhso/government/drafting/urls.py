"""Addresses of drafting. Included at the root of the site."""

from django.urls import path

from tinhso.government.drafting.web import acts, compare, copying, editing, mandates, many, views, wopi, word

app_name = "drafting"
urlpatterns = [
    path("du-thao/", views.listed, name="list"),
    path("du-thao/moi/", editing.new, name="new"),
    path("du-thao/uy-quyen/", mandates.mandates, name="mandates"),
    path("du-thao/uy-quyen/<uuid:signing_mandate_id>/thu-hoi/", mandates.revoke, name="revoke_mandate"),
    path("du-thao/ky-nhieu/", many.sign_many, name="sign_many"),
    path("du-thao/ban-sao/", copying.new_copy, name="new_copy"),
    path("du-thao/<uuid:drafted_id>/", views.draft, name="draft"),
    path("du-thao/<uuid:drafted_id>/soan/", editing.edit, name="edit"),
    path("du-thao/<uuid:drafted_id>/xem-truoc/", editing.preview, name="preview"),
    path("du-thao/<uuid:drafted_id>/trinh/", acts.submit, name="submit"),
    path("du-thao/<uuid:drafted_id>/lam/", acts.act, name="act"),
    path("du-thao/<uuid:drafted_id>/dang-ky-so/", views.signing_state, name="signing_state"),
    path("du-thao/<uuid:drafted_id>/y-kien/", acts.ask, name="ask"),
    path("du-thao/<uuid:drafted_id>/phat-hanh/", acts.issue, name="issue"),
    path("du-thao/<uuid:drafted_id>/ban/<int:version_number>/", views.version_pdf, name="version"),
    path("du-thao/<uuid:drafted_id>/ban/<int:version_number>/word/", word.take, name="word"),
    path("du-thao/<uuid:drafted_id>/tep-word/", word.bring, name="bring"),
    path("du-thao/<uuid:drafted_id>/tep-pdf/", word.bring_pdf, name="bring_pdf"),
    path("du-thao/<uuid:drafted_id>/dia-chi/", word.address, name="address"),
    path("du-thao/<uuid:drafted_id>/trinh-soan-thao/", wopi.editor, name="editor"),
    path("wopi/files/<uuid:drafted_id>", wopi.file, name="wopi_file"),
    path("wopi/files/<uuid:drafted_id>/contents", wopi.contents, name="wopi_contents"),
    path("dav/<str:token>/", word.open_address, name="dav_folder"),
    path("dav/<str:token>/<path:rest>", word.open_address, name="dav"),
    path("du-thao/<uuid:drafted_id>/so-sanh/", compare.compare, name="compare"),
    path("du-thao/<uuid:drafted_id>/hop-nhat/<int:side>/", compare.merge, name="merge"),
    path("du-thao/<uuid:drafted_id>/chu-ky/<uuid:signature_id>/", views.signed, name="signed"),
]
