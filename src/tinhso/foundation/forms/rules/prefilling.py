"""What an account already says is not asked again."""

from collections.abc import Mapping
from typing import Any, Final

from tinhso.foundation.forms.data import Form
from tinhso.foundation.forms.rules.cleaning import BLANK, clean

SOURCES: Final = frozenset(f"applicant.{key}" for key in ("name", "number", "birth_on", "phone", "email", "address"))


def prefill(form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return first answers: each field with a `prefill` word takes what `known` has under it, cleaned.

    `known` maps words such as "applicant.name" to values; what is missing or blank stays unanswered.
    """
    data: dict[str, Any] = {}
    for pointer, field in form.fields.items():
        value = known.get(field.prefill) if field.prefill and "*" not in pointer else None
        if value in BLANK:
            continue
        holder = data
        *groups, key = pointer[1:].split("/")
        for group in groups:
            holder = holder.setdefault(group, {})
        holder[key] = value
    found: dict[str, Any] = clean(form.root, data)
    return found
