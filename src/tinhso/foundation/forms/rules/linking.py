"""From errors to the links of the error summary."""

from collections.abc import Mapping

from tinhso.foundation.forms.data import ErrorLink, Form
from tinhso.foundation.forms.rules.compiling import field_id


def error_ids(form: Form, errors: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001 - ids may one day ask the form
    """Return {id of the first control: sentence} in the order of the errors."""
    return {field_id(pointer): sentence for pointer, sentence in errors.items()}


def error_links(form: Form, errors: Mapping[str, str]) -> tuple[ErrorLink, ...]:
    """Return the lines of the error summary: where each leads, and the sentence that stands beside the field."""
    return tuple(ErrorLink(f"#{name}", sentence) for name, sentence in error_ids(form, errors).items())
