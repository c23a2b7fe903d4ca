"""Addresses of appointments. Included at the root of the site."""

from django.urls import path

from tinhso.government.appointments.web import booking, desk, hall, settings

app_name = "appointments"
ONE = "dat-lich/lich/<str:booking_token>/"

urlpatterns = [
    path("dat-lich/", booking.start, name="start"),
    path("dat-lich/tra-cuu/", booking.look_up, name="look_up"),
    path("dat-lich/cua-toi/", booking.mine, name="mine"),
    path("dat-lich/don-vi/<str:unit_code>/", booking.unit, name="unit"),
    path(ONE, booking.show, name="booking"),
    path(f"{ONE}lich.ics", booking.calendar, name="calendar"),
    path(f"{ONE}chuyen/", booking.move, name="move"),
    path(f"{ONE}huy/", booking.cancel, name="cancel"),
    path("so/<str:ticket_token>/", hall.ticket, name="ticket"),
    path("goi-so/<str:unit_code>/", hall.screen, name="screen"),
    path("goi-so/<str:unit_code>/bang/", hall.board, name="board"),
    path("lay-so/<str:unit_code>/", hall.kiosk, name="kiosk"),
    path("quay/", desk.panel, name="desk"),
    path("quay/viec/", desk.act, name="act"),
    path("quay/lich-hen/", desk.bookings, name="bookings"),
    path("quay/lien-he/<uuid:subject_id>/", desk.reach, name="reach"),
    path("quay/thiet-lap/", settings.show, name="settings"),
    path("quay/thiet-lap/may-lay-so/", settings.kiosk, name="register_kiosk"),
]
