"""Addresses of the citizen portal. Included at the root of the site; the paths are words a citizen can read aloud."""

from django.urls import path

from tinhso.portals.citizen.views import accounts, browse, check, file, help_pages, look_up, own, papers, start

app_name = "citizen"
DRAFT = "nop/ban-khai/<uuid:draft_id>/"
DOSSIER = "cua-toi/ho-so/<uuid:dossier_id>/"

urlpatterns = [
    path("", browse.home, name="home"),
    path("thu-tuc/", browse.procedures_list, name="procedures"),
    path("thu-tuc/<slug:slug>/", browse.procedure, name="procedure"),
    path("thu-tuc/<slug:slug>/to-khai/", browse.blank_form, name="blank_form"),
    path("nop/<slug:slug>/kiem-tra-dieu-kien/", start.eligibility, name="eligibility"),
    path("nop/<slug:slug>/bat-dau/", start.begin, name="begin"),
    path(DRAFT, file.resume, name="resume"),
    path(f"{DRAFT}noi-nop/", start.where, name="where"),
    path(f"{DRAFT}buoc/<slug:page>/", file.question, name="question"),
    path(f"{DRAFT}giay-to/", papers.papers, name="papers"),
    path(f"{DRAFT}giay-to/<uuid:paper_id>/", papers.paper, name="draft_paper"),
    path(f"{DRAFT}kiem-tra/", check.review, name="review"),
    path(f"{DRAFT}xong/", check.done, name="done"),
    path(f"{DRAFT}bo/", file.discard, name="discard"),
    path("cua-toi/", own.mine, name="mine"),
    path("cua-toi/ai-da-xem/", own.reads, name="reads"),
    path(DOSSIER, own.dossier, name="dossier"),
    path(f"{DOSSIER}bo-sung/", own.supplement, name="supplement"),
    path(f"{DOSSIER}rut/", own.withdraw, name="withdraw"),
    path(f"{DOSSIER}giay-to/<uuid:paper_id>/", own.paper, name="dossier_paper"),
    path(f"{DOSSIER}in/<slug:paper>/", own.print_paper, name="print"),
    path(f"{DOSSIER}ket-qua/", own.result, name="result"),
    path("tra-cuu/", look_up.look_up, name="look_up"),
    path("t/<str:token>/", look_up.public_status, name="public_status"),
    path("xac-thuc/", look_up.verify, name="verify"),
    path("xac-thuc/<str:token>/", look_up.verify_token, name="verify_token"),
    path("ho-tro/", help_pages.support, name="support"),
    path("tiep-can/", help_pages.accessibility, name="accessibility"),
    path("bao-mat/", help_pages.privacy, name="privacy"),
    path("vao/", accounts.landing, name="landing"),
]
