"""Addresses of groups. Included at the root of the site."""

from django.urls import path

from tinhso.government.groups.web import editing, filing, pages

GROUP = "nhom-ho-so/<uuid:group_id>/"

app_name = "groups"
urlpatterns = [
    path("cua-toi/nhom-ho-so/", pages.mine, name="mine"),
    path("nop/<slug:slug>/theo-nhom/", pages.start, name="start"),
    path("nhom-ho-so/", pages.listed, name="list"),
    path(GROUP, pages.group, name="group"),
    path(f"{GROUP}thong-tin/", pages.choose, name="choose"),
    path(f"{GROUP}bo/", pages.discard, name="discard"),
    path(f"{GROUP}phan-chung/", editing.common, name="common"),
    path(f"{GROUP}nguoi/", editing.new_row, name="new_row"),
    path(f"{GROUP}nguoi/<uuid:group_row_id>/", editing.row, name="row"),
    path(f"{GROUP}nguoi/<uuid:group_row_id>/bo/", editing.drop_row, name="drop_row"),
    path(f"{GROUP}danh-sach.xlsx", editing.template, {"form": "xlsx"}, name="template_xlsx"),
    path(f"{GROUP}danh-sach.csv", editing.template, {"form": "csv"}, name="template_csv"),
    path(f"{GROUP}danh-sach/", editing.import_rows, name="import"),
    path(f"{GROUP}giay-to/", editing.attach, name="attach"),
    path(f"{GROUP}giay-to/<uuid:group_paper_id>/", editing.paper, name="paper"),
    path(f"{GROUP}giay-to/<uuid:group_paper_id>/bo/", editing.detach, name="detach"),
    path(f"{GROUP}nop/", filing.file_group, name="file"),
    path(f"{GROUP}phi/", filing.ask_fee, name="ask_fee"),
    path(f"{GROUP}giay-tiep-nhan/", filing.receipt, name="receipt"),
    path("tn/<str:token>", filing.public, name="public"),
]
