"""Addresses of the store of papers. The paths are words a citizen can read aloud."""

from django.urls import path

from tinhso.government.papers.web.views import certify, mine, questions, search, shares, tracker

app_name = "papers"
MINE = "cua-toi/giay-to/"
SHARES = "cua-toi/chia-se/"
RECORD = "cua-toi/du-lieu/"
STORE = "kho-giay-to/"
DESK = "chung-thuc/"

urlpatterns = [
    path(MINE, mine.papers_list, name="mine"),
    path(f"{MINE}them/", mine.add, name="add"),
    path(f"{MINE}<uuid:own_paper_id>/", mine.paper, name="paper"),
    path(f"{MINE}<uuid:own_paper_id>/tep/", mine.file, name="file"),
    path(f"{MINE}<uuid:own_paper_id>/bo/", mine.put_away, name="put_away"),
    path(f"{MINE}<uuid:own_paper_id>/chia-se/", shares.share, name="share"),
    path(SHARES, shares.shares_list, name="shares"),
    path(f"{SHARES}<uuid:share_id>/cham-dut/", shares.end, name="end_share"),
    path(f"{SHARES}<uuid:share_id>/xem/", shares.received, name="received"),
    path(f"{SHARES}<uuid:share_id>/tep/", shares.received_file, name="received_file"),
    path("chia-se/<str:share_token>/", shares.link, name="link"),
    path("chia-se/<str:share_token>/tep/", shares.link_file, name="link_file"),
    path(RECORD, tracker.looks, name="tracker"),
    path(f"{RECORD}tai-ve/", tracker.export, name="tracker_export"),
    path(f"{RECORD}hoi/", tracker.ask, name="ask"),
    path(STORE, search.search, name="search"),
    path(f"{STORE}duoc-chia-se/", search.received_list, name="agency_received"),
    path(f"{STORE}duoc-chia-se/<uuid:share_id>/", search.agency_share, name="agency_share"),
    path(f"{STORE}duoc-chia-se/<uuid:share_id>/tep/", search.agency_share_file, name="agency_share_file"),
    path(f"{STORE}hoi/<uuid:question_id>/", questions.question, name="question"),
    path(f"{STORE}<uuid:look_id>/", search.found, name="found"),
    path(f"{STORE}<uuid:look_id>/<uuid:own_paper_id>/", search.found_file, name="found_file"),
    path(DESK, certify.desk, name="desk"),
    path(f"{DESK}moi/", certify.new, name="new_copy"),
    path(f"{DESK}bi-tra-lai/", certify.returned, name="returned_copies"),
    path(f"{DESK}so/", certify.book, name="book"),
    path(f"{DESK}so/in/", certify.book_print, name="book_print"),
    path(f"{DESK}so/xlsx/", certify.book_sheet, name="book_sheet"),
    path(f"{DESK}<uuid:copy_id>/", certify.copy, name="copy"),
    path(f"{DESK}<uuid:copy_id>/ky/", certify.sign, name="sign_copy"),
    path(f"{DESK}<uuid:copy_id>/tra-lai/", certify.give_back, name="return_copy"),
    path(f"{DESK}<uuid:returned_id>/trinh-lai/", certify.present_again, name="present_again"),
    path(f"{DESK}<uuid:returned_id>/dong/", certify.close, name="close_copy"),
    path(f"{DESK}<uuid:copy_id>/tep/", certify.file, name="copy_file"),
]
