"""Addresses of documents. Included at the root of the site."""

from django.urls import path

from tinhso.government.documents.web import acts, books, incoming, lists, one, outgoing

app_name = "documents"
urlpatterns = [
    path("van-ban/", lists.listed, name="list"),
    path("van-ban/den/moi/", incoming.new, name="new_incoming"),
    path("van-ban/di/moi/", outgoing.new, name="new_outgoing"),
    path("van-ban/so/", books.listed, name="books"),
    path("van-ban/so/lam/", books.act, name="books_act"),
    path("van-ban/so/<uuid:book_id>/in/", books.taken, name="book"),
    path("van-ban/so-lieu/", lists.figures, name="figures"),
    path("van-ban/giao-viec/<uuid:instruction_id>/", one.instruction, name="instruction"),
    path("van-ban/giao-viec/<uuid:instruction_id>/lam/", acts.act_on, name="act_on"),
    path("van-ban/<uuid:document_id>/", one.show, name="one"),
    path("van-ban/<uuid:document_id>/lam/", acts.act, name="act"),
    path("van-ban/<uuid:document_id>/phieu/", one.slip, name="slip"),
    path("van-ban/<uuid:document_id>/tep/<uuid:attached_id>/", one.file, name="file"),
]
