from django.urls import include, path

urlpatterns = [
    path("", include("tinhso.foundation.notifications.urls")),
    path("", include("tinhso.ui.urls")),
]
