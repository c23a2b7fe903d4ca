"""Addresses of population. Included at the root of the site."""

from django.urls import path

from tinhso.data.population.web import desk, source

app_name = "population"
urlpatterns = [
    path("dan-cu/tra-cuu/", desk.look_up, name="look_up"),
    path("dan-cu/nhat-ky/", desk.own, name="own"),
    path("dan-cu/vuot-muc/<uuid:alert_id>/", desk.excess, name="excess"),
    path("ky-thuat/dan-cu/", source.show, name="source"),
    path("ky-thuat/dan-cu/noi/", source.switch, name="switch"),
    path("ky-thuat/dan-cu/xac-minh/<uuid:check_id>/", source.retry, name="retry"),
]
