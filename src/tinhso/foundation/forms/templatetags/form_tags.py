"""Template tags of forms: `{% load form_tags %}{% form_page form page data errors mode %}`."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tinhso.foundation.forms.data import Form, Known, Page
from tinhso.foundation.forms.rules.prefilling import known_fields
from tinhso.foundation.forms.widgets import CITIZEN, COUNTER, Sheet, Widget

register = template.Library()

_SEND_FIRST: Final = SafeString('<button type="submit" class="vh" tabindex="-1" aria-hidden="true"></button>')
"""Enter in a field presses a form's first button: it must be sending, never the removal of a row."""


@register.simple_tag
def form_page(
    form: Form,
    page: Page | str,
    data: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    mode: str = CITIZEN,
    known: Mapping[str, Known] | None = None,
) -> SafeString:
    """Show the fields of one page (not the form element, its heading or its buttons).

    `mode` is "citizen" (paged, three boxes for a date) or "counter" (dense, one box); anything else is a ValueError.
    `data` are answers as `read_post` or `check` give them, `errors` those of `check` or `check_page`. The form element
    around has `novalidate` and method post. `known` says what is known under `prefill` words: an answer that is what
    is known carries its source, and is read-only where it is locked. In block `styles`,
    `{% include "forms/head.html" %}` lays out the counter's sheet; in block `scripts`,
    `{% include "forms/scripts.html" %}` hides what does not apply as answers change. Without JavaScript a line says
    when to answer, and what does not apply is not asked for.
    """
    if mode not in (CITIZEN, COUNTER):
        raise ValueError(f"a form is shown for citizen or counter, not {mode!r}")
    shown = form.page(page) if isinstance(page, str) else page
    sheet = Sheet(form, shown, data or {}, errors or {}, mode, get_language() or "vi", known_fields(form, known or {}))
    widgets = sheet.widgets()
    shown_first = [_SEND_FIRST] if any(_has_rows(widget) for widget in widgets) else []
    html = "\n".join([*shown_first, *map(form_widget, widgets)])
    if mode == COUNTER:
        html = f'<div class="form-sheet">{html}</div>'
    return mark_safe(html)  # noqa: S308 - rendered templates


def _has_rows(widget: Widget) -> bool:
    return widget.template == "repeat" or any(map(_has_rows, widget.children))


@register.simple_tag
def form_widget(widget: Widget) -> SafeString:
    """Show one widget."""
    return SafeString(render_to_string(f"forms/widgets/{widget.template}.html", {"w": widget}))


@register.simple_tag
def form_error_ids(form: Form, errors: Mapping[str, str] | None) -> dict[str, str]:
    """Return {id of the first control: sentence}, as `{% error_summary %}` of the design system takes it."""
    from tinhso.foundation.forms.rules.linking import error_ids

    return error_ids(form, errors or {})
