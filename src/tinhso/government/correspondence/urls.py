"""Addresses of correspondence. Included at the root of the site."""

from django.urls import path

from tinhso.government.correspondence.web import came, lists, sent

app_name = "correspondence"
urlpatterns = [
    path("van-ban/cho-tiep-nhan/", came.listed, name="came"),
    path("van-ban/cho-tiep-nhan/nhap-goi-tin/", came.take_in, name="import"),
    path("van-ban/nhan/<uuid:came_id>/", came.delivery, name="delivery"),
    path("van-ban/nhan/<uuid:came_id>/vao-so/", came.register, name="register"),
    path("van-ban/nhan/<uuid:came_id>/tu-choi/", came.refuse, name="refuse"),
    path("van-ban/nhan/<uuid:came_id>/thu-hoi/", came.answer, name="answer_recall"),
    path("van-ban/nhan/<uuid:came_id>/trang-thai.edxml", came.status_file, name="status_file"),
    path("van-ban/goi-tin/<uuid:packet_id>.edxml", sent.packet_file, name="packet_file"),
    path("van-ban/da-gui/", sent.listed, name="sent"),
    path("van-ban/da-gui/<uuid:packet_id>/", sent.packet, name="packet"),
    path("van-ban/da-gui/<uuid:packet_id>/gui-lai/", sent.resend, name="resend"),
    path("van-ban/da-gui/<uuid:packet_id>/gui-them/", sent.send_more, name="send_more"),
    path("van-ban/da-gui/<uuid:packet_id>/noi-nhan/<uuid:receiver_id>/", sent.receiver, name="receiver"),
    path("van-ban/danh-sach-gui/", lists.listed, name="lists"),
    path("van-ban/danh-sach-gui/moi/", lists.edit, name="new_list"),
    path("van-ban/danh-sach-gui/<uuid:list_id>/", lists.edit, name="list"),
    path("van-ban/danh-sach-gui/<uuid:list_id>/dong/", lists.close, name="close_list"),
]
