"""Addresses of the leader's portal. Included at the root of the site."""

from django.urls import path

from tinhso.portals.leader.views import overdue, overview, tasks

app_name = "leader"
urlpatterns = [
    path("dieu-hanh/", overview.show, name="overview"),
    path("dieu-hanh/so-lieu.csv", overview.download, name="csv"),
    path("dieu-hanh/qua-han/", overdue.overdue, name="overdue"),
    path("dieu-hanh/qua-han/ho-so/", overdue.listed, name="overdue_list"),
    path("dieu-hanh/giao-viec/<uuid:dossier_id>/", tasks.give, name="give"),
    path("dieu-hanh/viec/<uuid:task_id>/", tasks.task, name="task"),
]
