# ruff: noqa: FBT001, FBT002 - a template tag's flags are positional
"""Template tags and filters of the design system, loaded in every template.

Each tag states its contract; what it needs it takes as arguments (shapes in `tinhso.ui.data`), never from the page's
context, except `error_summary`, `pager` and the filters, which follow the page's language and address.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.kernel.clock import to_local
from tinhso.kernel.money import Dong
from tinhso.ui import data, languages
from tinhso.ui import format as fmt

register = template.Library()


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


# Filters. With the suffix _vi they always write Vietnamese; without it they follow the page's language.
register.filter("date_vi", fmt.date_vi)
register.filter("moment_vi", fmt.moment_vi)
register.filter("date_words", fmt.date_words)
register.filter("money_vi", fmt.money_vi)
register.filter("money_words", fmt.money_words)
register.filter("number_vi", fmt.number_vi)
register.filter("phone_vi", fmt.phone_vi)
register.filter("lang_of", languages.lang_of)
register.filter("marked", languages.marked)


@register.filter
def day(value: date | None) -> SafeString | str:
    """Show a day as `<time>`; nothing for None."""
    if value is None:
        return ""
    local = to_local(value).date() if isinstance(value, datetime) else value
    words = fmt.date_en(local) if _english() else fmt.date_vi(local)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Show a moment as `<time>` on the wall clock of Vietnam; nothing for None."""
    if value is None:
        return ""
    words = fmt.moment_en(value) if _english() else fmt.moment_vi(value)
    return format_html('<time datetime="{}">{}</time>', to_local(value).isoformat(timespec="minutes"), words)


@register.filter
def money(value: Dong | int | None) -> SafeString | str:
    """Show an amount, kept on one line; nothing for None."""
    if value is None:
        return ""
    return format_html(
        '<span class="num nowrap money">{}</span>', (fmt.money_en if _english() else fmt.money_vi)(value)
    )


@register.filter
def number(value: Decimal | float | None, places: int | None = None) -> str:
    """Write a number with the page's separators; nothing for None."""
    return "" if value is None else (fmt.number_en if _english() else fmt.number_vi)(value, places)


@register.filter
def duration(span: fmt.WorkingSpan) -> str:
    """Write a span of working time: «1 ngày 3 giờ làm việc»."""
    return (fmt.duration_words_en if _english() else fmt.duration_words)(span)


@register.filter
def remaining(span: fmt.WorkingSpan) -> str:
    """Write what is left: «còn 1 ngày 3 giờ làm việc», «quá hạn 2 giờ làm việc»."""
    return (fmt.remaining_words_en if _english() else fmt.remaining_words)(span)


@register.filter
def file_size(size: int) -> str:
    """Write a size in bytes: «1,2 MB»."""
    return (fmt.file_size_en if _english() else fmt.file_size_vi)(size)


@register.simple_tag
def icon(name: str, label: str = "", kind: str = "") -> SafeString:
    """Draw one symbol of the sprite. Decorative without `label`; `kind` is "", "fill" or "large"."""
    classes = f"icon icon--{kind}" if kind else "icon"
    address = f"{static('vendor/lucide/sprite.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', classes, address)


@register.simple_tag
def status_tag(text: str, tone: str = data.Tone.NEW) -> SafeString:
    """Show a status: an adjective, never a link. `tone` is one of `data.Tone`; an unknown one raises ValueError."""
    return format_html('<span class="tag tag--{}">{}</span>', data.Tone(tone).value, text)


@register.inclusion_tag("ui/components/deadline.html")
def deadline(due: datetime, light: str = data.Light.ON_TIME, relative: str = "") -> dict[str, object]:
    """Show when something is due: the absolute moment first, then `relative` («còn 2 ngày làm việc»)."""
    state = data.Light(light)
    return {"due": due, "light": state.value, "relative": relative, "shape": data.SHAPES[state]}


@register.inclusion_tag("ui/components/step_indicator.html")
def step_indicator(number: int, titles: Sequence[str]) -> dict[str, object]:
    """Show «Bước 2/5: Giấy tờ» and one segment for each title; `number` counts from 1."""
    return {"number": number, "total": len(titles), "title": titles[number - 1], "titles": titles}


@register.inclusion_tag("ui/components/task_list.html")
def task_list(tasks: Sequence[data.Task]) -> dict[str, object]:
    """Show the tasks of a long service; a whole row is the link."""
    return {"tasks": tasks}


def field_errors(errors: BaseForm | Mapping[str, str | Sequence[str]] | None) -> list[tuple[str, str]]:
    """Return (id of the field, sentence) for a Django form or a mapping of field id to sentence(s)."""
    if isinstance(errors, BaseForm):
        ids = {name: errors[name].id_for_label for name in errors.fields}
        return [(ids.get(name, ""), str(sentence)) for name, said in errors.errors.items() for sentence in said]
    found = {name: [said] if isinstance(said, str) else said for name, said in (errors or {}).items()}
    return [(name, sentence) for name, said in found.items() for sentence in said]


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(errors: BaseForm | Mapping[str, str | Sequence[str]] | None) -> dict[str, object]:
    """List what must be mended, each a link to its field; nothing when nothing is wrong.

    Stands first in main, before the H1, and takes the focus. The sentences are those beside the fields, word for word.
    """
    return {"errors": field_errors(errors)}


@register.simple_tag
def field_error(name: str, sentence: str | None) -> SafeString | str:
    """Show the sentence of one field; its id is `<name>-error`, for the input's aria-describedby."""
    if not sentence:
        return ""
    said = format_html('{}<span><span class="vh">{}</span> {}</span>', icon("circle-alert"), _("Lỗi:"), sentence)
    return format_html('<p class="error-message" id="{}-error">{}</p>', name, said)


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, width: str = "", optional: bool = False) -> dict[str, object]:
    """Show one field of a Django form: label, hint, error, control. `width` is "", "2", "4", "10" or "money"."""
    described = [f"{bound.id_for_label}-hint"] * bool(bound.help_text) + [f"{bound.id_for_label}-error"] * bool(
        bound.errors
    )
    attributes: dict[str, str | bool] = {"class": f"input input--{width}" if width else "input"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"bound": bound, "control": bound.as_widget(attrs=attributes), "optional": optional}


@register.inclusion_tag("ui/components/date_input.html")
def date_input(
    name: str,
    label: str,
    value: data.DateBoxes | None = None,
    error: str = "",
    hint: str = "",
    birth: bool = True,
) -> dict[str, object]:
    """Ask for a date in three boxes, posted as `<name>-day`, `-month`, `-year` (read with `parse.parse_boxes`).

    `birth` turns on the browser's own memory of the person's birth date.
    """
    return {
        "name": name,
        "label": label,
        "value": value or data.DateBoxes(),
        "error": error,
        "hint": hint,
        "birth": birth,
    }


@register.inclusion_tag("ui/components/staff_date.html")
def staff_date(name: str, label: str, value: str = "", error: str = "") -> dict[str, object]:
    """Ask an officer for a date in one box, `dd/mm/yyyy` (read with `parse.parse_date`)."""
    return {"name": name, "label": label, "value": value, "error": error}


@register.inclusion_tag("ui/components/money_input.html")
def money_input(name: str, label: str, value: str = "", error: str = "", hint: str = "") -> dict[str, object]:
    """Ask for an amount in đồng (read with `parse.parse_money`). Nothing is reformatted while it is typed."""
    return {"name": name, "label": label, "value": value, "error": error, "hint": hint}


@register.inclusion_tag("ui/components/file_upload.html")
def file_upload(slot: data.UploadSlot) -> dict[str, object]:
    """Show one slot of papers. Works as a plain file input; with JavaScript and `upload_url`, resumable (tus 1.0.0).

    Posts files under the slot's name, and finished resumable uploads as hidden `<name>-upload` (their addresses).
    """
    return {"slot": slot}


@register.inclusion_tag("ui/components/autosave.html")
def autosave_status() -> dict[str, object]:
    """Say what is kept. Stands inside a form with `data-autosave="<address>"` on a page that loads `ui/js/draft.js`.

    The address takes the form's fields as a POST with `X-Autosave: 1` and answers 2xx (204) once they are kept.
    """
    return {}


@register.inclusion_tag("ui/components/session_guard.html")
def session_guard(ends: datetime, extend_url: str) -> dict[str, object]:
    """Warn five minutes before the session ends; a POST to `extend_url` answers {"ends": <epoch seconds>}."""
    return {"ends": int(ends.timestamp()), "extend_url": extend_url}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[data.TimelineEntry]) -> dict[str, object]:
    """List what happened, in the order given: newest first for officers, oldest first for citizens."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/table.html")
def table(
    caption: str, columns: Sequence[data.Column], rows: Sequence[data.Row], cards: bool = True
) -> dict[str, object]:
    """Show a table; on a phone each row is a card (`cards`), with roles that keep it a table for screen readers."""
    filled = [(row, list(zip(columns, row.cells, strict=True))) for row in rows]
    return {"caption": caption, "columns": columns, "rows": filled, "cards": cards}


@register.inclusion_tag("ui/components/summary_list.html")
def summary_list(rows: Sequence[data.SummaryRow]) -> dict[str, object]:
    """List questions and answers with «Thay đổi» links; an empty answer shows «Không khai»."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/map.html")
def map_sheet(sheet: data.MapSheet, pick: data.MapPick | None = None) -> dict[str, object]:
    """Show a map; with `pick` a point can be chosen. The page brings `ui/css/map.css` and the module `ui/js/map.js`."""
    x, y, wide, tall = sheet.view
    return {
        "sheet": sheet,
        "pick": pick,
        "view": f"{x:g} {y:g} {wide:g} {tall:g}",
        "left": round(x + sheet.unit * 4, 1),
        "bottom": round(y + tall - sheet.unit * 4, 1),
        "mark": round(sheet.unit, 3),
        "letters": round(sheet.unit * 12, 1),
        "dot": round(sheet.unit * 3, 1),
        "names": [(place, place.zoom <= sheet.zoom) for place in sheet.places],
    }


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(chart: data.BarChart) -> dict[str, object]:
    """Draw a bar chart on the server: every bar a link to the rows it counts, the figures in a table below."""
    return {"chart": chart, "drawn": chart.drawn()}


@register.inclusion_tag("ui/components/big_number.html")
def big_number(value: str, label: str, url: str, delta: str = "", late: bool = False) -> dict[str, object]:
    """Show one figure; it is a link to exactly the rows it counts."""
    return {"value": value, "label": label, "url": url, "delta": delta, "late": late}


@register.inclusion_tag("ui/components/qr_block.html")
def qr_block(svg: str, code: str, caption: str = "") -> dict[str, object]:
    """Show a QR code (`svg`, made by us: it is not escaped) with its text below, for those who type it."""
    return {"svg": svg, "code": code, "caption": caption}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str, url: str = "", action: str = "", name: str = "inbox") -> dict[str, object]:
    """Say why a list is empty and what to do next. `name` is the icon."""
    return {"title": title, "text": text, "url": url, "action": action, "name": name}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(links: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Show the way here: (title, url) pairs; the last is this page."""
    return {"links": links}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, next_cursor: str, shown: int = 0, cursor_name: str = "cursor") -> dict[str, object]:
    """Show the way to the next part of a list by key, keeping every filter of the address."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return {"first": "", "next": "", "shown": shown}
    at_start = cursor_name not in query
    query.pop(cursor_name, None)
    first = "" if at_start else f"?{query.urlencode()}"
    query[cursor_name] = next_cursor
    return {"first": first, "next": f"?{query.urlencode()}" if next_cursor else "", "shown": shown}


@register.simple_block_tag
def banner(content: str, kind: str = "new", alert: bool = False) -> SafeString:
    """Show a notification: `kind` new (neutral), ok (an act has succeeded), warn, late. At most one on a page.

    `alert` reads it out at once; never for validation, which has `error_summary`.
    """
    icons = {"ok": "circle-check", "warn": "triangle-alert", "late": "circle-alert"}
    context = {"content": content, "kind": data.Tone(kind).value, "name": icons.get(kind, "info"), "alert": alert}
    return render_to_string("ui/components/banner.html", context)


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """Confirm a finished act: the page's H1 is `title`; the content says the code and what happens next."""
    return format_html('<div class="panel"><h1>{}</h1>{}</div>', title, content)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Set a passage apart that must not be overlooked."""
    return format_html('<div class="inset">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Warn of a legal or irreversible consequence."""
    said = format_html('<div><span class="vh">{}</span>{}</div>', _("Cảnh báo:"), content)
    return format_html('<div class="warning">{}{}</div>', icon("triangle-alert"), said)


@register.simple_block_tag
def filter_bar(content: str, label: str = "", chips: Sequence[data.Chip] = (), count: str = "") -> SafeString:
    """Wrap filter fields in a GET form; `chips` are the filters in force, `count` says how many were found."""
    context = {"content": content, "label": label or _("Lọc danh sách"), "chips": chips, "count": count}
    return render_to_string("ui/components/filter_bar.html", context)


@register.simple_block_tag
def bulk_bar(content: str, total: int) -> SafeString:
    """Wrap the acts on selected rows. Stands inside the list's form; nothing selected is an error message."""
    return render_to_string("ui/components/bulk_bar.html", {"content": content, "total": total})


@register.simple_block_tag
def announce(content: str) -> SafeString:
    """Put a sentence into the page's status region, beside an htmx answer («Đã chuyển. Còn 41.»)."""
    return format_html('<hx-partial hx-target="#status" hx-swap="innerHTML">{}</hx-partial>', content)
