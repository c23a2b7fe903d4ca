"""Addresses of the console. Included at the root of the site."""

from django.urls import path

from tinhso.portals.operator.views import events, health, jobs, letters, record, storage, trace

app_name = "operator"
urlpatterns = [
    path("ky-thuat/", health.show, name="health"),
    path("ky-thuat/su-kien/", events.show, name="events"),
    path("ky-thuat/su-kien/<int:letter_id>/", events.replay, name="replay"),
    path("ky-thuat/viec-nen/", jobs.show, name="jobs"),
    path("ky-thuat/viec-nen/<int:job_id>/", jobs.retry, name="retry_job"),
    path("ky-thuat/viec-nen/dinh-ky/<str:name>/", jobs.run, name="run_periodic"),
    path("ky-thuat/nhat-ky/", record.show, name="record"),
    path("ky-thuat/thu/", letters.show, name="letters"),
    path("ky-thuat/thu/<uuid:delivery_id>/", letters.retry, name="retry_letter"),
    path("ky-thuat/dung-luong/", storage.show, name="storage"),
    path("ky-thuat/tim/", trace.show, name="trace"),
]
