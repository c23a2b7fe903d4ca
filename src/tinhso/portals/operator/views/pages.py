"""What the pages of the console share: tabs, tables of plain values, and the page that confirms an act."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.kernel.http import ActorRequest
from tinhso.ui import data as ui

LAYOUT = "operator/layout.html"


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """Return (title, address, whether it is this one) of every page."""
    pages = {
        "health": _("Sức khỏe"),
        "events": _("Sự kiện"),
        "jobs": _("Công việc nền"),
        "record": _("Nhật ký"),
        "letters": _("Thư"),
        "storage": _("Dung lượng"),
        "trace": _("Tìm theo mã"),
    }
    return [(title, reverse(f"operator:{name}"), name == current) for name, title in pages.items()]


def page(request: ActorRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return one page of the console."""
    return render(request, f"operator/{name}.html", {"tabs": tabs(name), **context}, status=status)


def confirm(
    request: ActorRequest,
    name: str,
    *,
    heading: str,
    consequence: str,
    items: Sequence[str],
    action: str,
    back: str = "",
) -> HttpResponse:
    """Return the page that says what an act does before it is done; its form posts to this same address."""
    context = {
        "layout": LAYOUT,
        "tabs": tabs(name),
        "heading": heading,
        "consequence": consequence,
        "items": items,
        "action": action,
        "post_url": request.get_full_path(),
        "back_url": back or reverse(f"operator:{name}"),
        "hidden": {},
    }
    return render(request, "ui/interruption.html", context)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: frozenset[int] = frozenset()) -> Any:
    """Return columns and rows for the table component."""
    columns = [ui.Column(title, numeric=place in numeric) for place, title in enumerate(heads)]
    return {"columns": columns, "rows": [ui.Row(list(cells)) for cells in rows]}


def link(url: str, words: str, about: str = "") -> SafeString:
    """Return a link in a cell; `about` tells a screen reader which row it is of."""
    return format_html(
        '<a class="btn btn--2 btn--small" href="{}">{}<span class="vh"> {}</span></a>', url, words, about
    )


def code(text: object) -> SafeString:
    """Return an id or a name of the programs."""
    return format_html("<code>{}</code>", text)


def ids(found: Mapping[str, str]) -> SafeString:
    """Return ids, one a line."""
    return format_html_join("", "<div>{}: <code>{}</code></div>", found.items())
