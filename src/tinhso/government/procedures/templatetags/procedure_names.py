"""Names of procedures in the language of the page, for whoever shows a dossier."""

from typing import Any

from django import template

from tinhso.government.procedures.queries import name_here

register = template.Library()


@register.filter
def procedure_name(dossier: Any) -> str:
    """Return the name of a dossier's procedure: `dossier` has `procedure_code` and `procedure_name`."""
    return name_here(dossier.procedure_code, dossier.procedure_name)
