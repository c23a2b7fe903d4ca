"""The door of forms."""

from tinhso.foundation.forms.data import (
    Checked,
    Choice,
    Commune,
    Condition,
    ErrorLink,
    Field,
    Form,
    FormProblem,
    Kind,
    Page,
    SummaryRow,
    SummarySection,
    Words,
)
from tinhso.foundation.forms.errors import AnswersTooLarge, FormRefused
from tinhso.foundation.forms.rules.checking import check, check_page, merge, merge_page
from tinhso.foundation.forms.rules.compiling import compile_form, field_id
from tinhso.foundation.forms.rules.conditions import BadCondition
from tinhso.foundation.forms.rules.conditions import holds as condition_holds
from tinhso.foundation.forms.rules.conditions import parse as parse_condition
from tinhso.foundation.forms.rules.conditions import walk as walk_condition
from tinhso.foundation.forms.rules.loading import form_problems, load_form
from tinhso.foundation.forms.rules.prefilling import prefill

__all__ = [
    "AnswersTooLarge",
    "BadCondition",
    "Checked",
    "Choice",
    "Commune",
    "Condition",
    "ErrorLink",
    "Field",
    "Form",
    "FormProblem",
    "FormRefused",
    "Kind",
    "Page",
    "SummaryRow",
    "SummarySection",
    "Words",
    "check",
    "check_page",
    "compile_form",
    "condition_holds",
    "field_id",
    "form_problems",
    "load_form",
    "merge",
    "merge_page",
    "parse_condition",
    "prefill",
    "walk_condition",
]
