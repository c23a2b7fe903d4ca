"""For tests and measurements: walking a browser (Django's test client) through the stand-in of the State's sign-on."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    from django.test import Client

START = "/dang-nhap/dinh-danh-dien-tu/"


def consent(address: str, *, who: str, level: int = 2, act: str = "allow") -> str:
    """Choose a person on the stand-in's page; return the address it sends the browser back to."""
    answer = httpx.post(address, data={"who": who, "level": str(level), "act": act}, timeout=30)
    return answer.headers["location"]


def local(address: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def sign_on(client: "Client", *, who: str, level: int = 2, query: str = "", act: str = "allow") -> Any:
    """Sign in as `who`; return what our answer address says."""
    asked = client.get(f"{START}?{query}")
    return client.get(local(consent(asked.headers["location"], who=who, level=level, act=act)))
