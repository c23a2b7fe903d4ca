"""Filters for forms whose fields are named after codes of a procedure."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def joined(head: str, tail: object) -> str:
    """Return a field's name made of a word and a code: «ly_do_» and 3 give «ly_do_3»."""
    return f"{head}{tail}"


@register.filter
def at(mapping: Mapping[str, str] | None, name: str) -> str:
    """Return what a mapping holds under a name, "" when it holds nothing."""
    return (mapping or {}).get(name, "")
