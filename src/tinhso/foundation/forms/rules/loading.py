"""From a raw form.json to a Form, or to every reason why not."""

from typing import Any

from tinhso.foundation.forms.data import Form, FormProblem
from tinhso.foundation.forms.errors import FormRefused
from tinhso.foundation.forms.rules import lint
from tinhso.foundation.forms.rules.compiling import compile_form


def load_form(raw: dict[str, Any]) -> Form:
    """Return the form, compiled once and for all. Raises FormRefused with every fault, its path and what to do."""
    problems = lint.problems_of(raw)
    if problems:
        raise FormRefused(problems)
    return compile_form(raw)


def form_problems(raw: Any) -> list[FormProblem]:
    """Return every fault of a form.json, each with its JSON pointer; empty when `load_form` takes it."""
    return lint.problems_of(raw)
