"""Addresses of schedules. Included at the root of the site."""

from django.urls import path

from tinhso.government.schedules.web import views

app_name = "schedules"
urlpatterns = [
    path("lich-cong-tac/", views.week, name="week"),
    path("lich-cong-tac/them/", views.enter, name="enter"),
    path("lich-cong-tac/cong-bo/", views.publish, name="publish"),
    path("lich-cong-tac/dia-chi/", views.renew_feed, name="renew_feed"),
    path("lich-cong-tac/<uuid:entry_id>/", views.change, name="entry"),
    path("lich-cong-tac/<uuid:entry_id>/huy/", views.call_off, name="call_off"),
    path("lich-cong-tac/<str:token>.ics", views.feed, name="feed"),
]
