"""The limit of a page: Django with nothing but one view, one query of a row by its key, and JSON."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from tinhso.settings import database

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(16).hex(),
    DATABASES={"default": database.from_url(os.environ["DATABASE_URL"], pool=8)},
)


def page(_request: HttpRequest) -> JsonResponse:
    """Answer with one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM entry_stamp LIMIT 1")
        return JsonResponse({"row": cursor.fetchone()})


urlpatterns = [path("", page)]
django.setup()
application = get_wsgi_application()
