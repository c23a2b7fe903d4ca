"""Addresses of petitions. Included at the root of the site."""

from django.urls import path

from tinhso.government.petitions.web import desk, everybody, writer

app_name = "petitions"
urlpatterns = [
    path("phan-anh/", everybody.listed, name="public"),
    path("phan-anh/gui/", writer.new, name="new"),
    path("phan-anh/cua-toi/", writer.mine, name="mine"),
    path("phan-anh/xac-nhan/<str:petition_token>/", writer.confirm, name="confirm"),
    path("phan-anh/theo-doi/<str:petition_token>/", writer.follow, name="follow"),
    path("phan-anh/xu-ly/", desk.listed, name="list"),
    path("phan-anh/xu-ly/duoc-dem/", desk.counted, name="counted"),
    path("phan-anh/xu-ly/<uuid:petition_id>/", desk.one, name="one"),
    path("phan-anh/xu-ly/<uuid:petition_id>/anh/<int:number>/", desk.photo, name="photo"),
    path("phan-anh/<str:petition_code>/", everybody.one, name="public_one"),
    path("phan-anh/<str:petition_code>/anh/<int:number>/", everybody.photo, name="public_photo"),
]
