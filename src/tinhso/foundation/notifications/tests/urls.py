from django.urls import include, path

urlpatterns = [
    path("", include("tinhso.foundation.notifications.web.urls")),
    path("", include("tinhso.ui.urls")),
]
