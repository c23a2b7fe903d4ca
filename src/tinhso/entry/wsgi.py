"""The web program, as a server sees it."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from tinhso.entry import gate

gc.disable()  # what is loaded here stays: looking through it again and again costs a quarter of the start
django.setup()
application = get_wsgi_application()
_ = get_resolver().url_patterns  # here, not within the first request
gc.freeze()
gc.enable()
gate.wait()
