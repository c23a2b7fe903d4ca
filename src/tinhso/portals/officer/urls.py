"""Addresses of the officers' portal. Included at the root of the site; an address is the state of what it shows."""

from django.urls import path

from tinhso.portals.officer.views import (
    acts,
    bulk,
    counter,
    desk,
    dossier,
    dossiers,
    find,
    inbox,
    kept,
    lifecycle,
    prints,
    registers,
    results,
)

app_name = "officer"
DOSSIER = "ho-so/<uuid:dossier_id>/"

urlpatterns = [
    path("viec/", inbox.inbox, name="inbox"),
    path("viec/hang-loat/", bulk.bulk, name="bulk"),
    path("viec/hang-loat/<uuid:batch_id>/", bulk.batch, name="batch"),
    path("viec/hang-loat/<uuid:batch_id>/hoan-tac/", bulk.undo, name="batch_undo"),
    path("viec/theo-doi/", inbox.follow, name="follow"),
    path("viec/vi-tri/", inbox.posts, name="posts"),
    path("viec/bo-loc/", kept.kept, name="kept"),
    path("viec/bo-loc/dem/", kept.counts, name="kept_counts"),
    path("viec/tim/", find.find, name="find"),
    path("viec/ky/", bulk.sign_many, name="sign_many"),
    path("ho-so/", dossiers.dossiers_list, name="dossiers"),
    path("ho-so/hang-cho-in/", prints.prints, name="prints"),
    path("ho-so/hang-cho-in/pdf/", prints.prints_pdf, name="prints_pdf"),
    path("ho-so/tai-ve/", dossiers.export, name="export"),
    path("ho-so/tiep-nhan/", counter.counter, name="counter"),
    path("ho-so/so-theo-doi/", registers.register, name="register"),
    path(DOSSIER, dossier.dossier, name="dossier"),
    path(f"{DOSSIER}tiep-nhan/", acts.receive, name="receive"),
    path(f"{DOSSIER}tu-choi/", desk.refuse, name="refuse"),
    path(f"{DOSSIER}yeu-cau-bo-sung/", desk.ask_supplement, name="ask_supplement"),
    path(f"{DOSSIER}nhan-bo-sung/", desk.supplement, name="supplement"),
    path(f"{DOSSIER}buoc/<slug:outcome>/", acts.step, name="step"),
    path(f"{DOSSIER}giao-viec/", acts.assign, name="assign"),
    path(f"{DOSSIER}du-thao/", results.draft, name="draft"),
    path(f"{DOSSIER}ky/", results.sign, name="sign"),
    path(f"{DOSSIER}tra-ket-qua/", results.hand_over, name="hand_over"),
    path(f"{DOSSIER}dung/", desk.stop, name="stop"),
    path(f"{DOSSIER}dung-theo-de-nghi/", lifecycle.stop_at_wish, name="stop_at_wish"),
    path(f"{DOSSIER}hen-lai/", lifecycle.extend, name="extend"),
    path(f"{DOSSIER}tinh-lai/", lifecycle.recompute, name="recompute"),
    path(f"{DOSSIER}thu-hoi-ket-qua/", lifecycle.return_result, name="return_result"),
    path(f"{DOSSIER}huy-viec/<uuid:event_id>/", lifecycle.undo, name="undo"),
    path(f"{DOSSIER}thu-phi/", lifecycle.ask_fee, name="ask_fee"),
    path(f"{DOSSIER}mien-giam/", lifecycle.exempt, name="exempt"),
    path(f"{DOSSIER}in/<slug:paper>/", dossier.print_paper, name="print"),
    path(f"{DOSSIER}giay-to/<uuid:paper_id>/", dossier.paper, name="paper"),
    path(f"{DOSSIER}giay-to/<uuid:paper_id>/gop/", dossier.merged_paper, name="merged_paper"),
    path(f"{DOSSIER}ket-qua/", dossier.result, name="result"),
]
