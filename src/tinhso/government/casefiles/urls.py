"""Addresses of case files."""

from django.urls import path

from tinhso.government.casefiles.web import files, lists

app_name = "casefiles"
FILES = "ho-so-cong-viec/"
LISTS = f"{FILES}danh-muc/"
SLIPS = f"{FILES}nop-luu/"

urlpatterns = [
    path(FILES, files.home, name="home"),
    path(LISTS, lists.lists, name="lists"),
    path(f"{LISTS}<uuid:case_list_id>/", lists.one_list, name="list"),
    path(f"{LISTS}<uuid:case_list_id>/lam/", lists.act, name="act_list"),
    path(f"{LISTS}<uuid:case_list_id>/xlsx/", lists.list_workbook, name="list_workbook"),
    path(SLIPS, lists.slips, name="slips"),
    path(f"{SLIPS}<uuid:case_slip_id>/", lists.slip, name="slip"),
    path(f"{SLIPS}<uuid:case_slip_id>/rut-lai/", lists.take_back, name="take_back"),
    path(f"{SLIPS}<uuid:case_slip_id>/in/<slug:slip_paper>/", lists.slip_print, name="slip_print"),
    path(f"{FILES}<uuid:case_file_id>/", files.file, name="file"),
    path(f"{FILES}<uuid:case_file_id>/lam/", files.act, name="act"),
    path(f"{FILES}<uuid:case_file_id>/muc-luc/", files.paper_list, name="paper_list"),
]
