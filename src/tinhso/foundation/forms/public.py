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
from tinhso.foundation.forms.rules.checking import check, check_page, merge
from tinhso.foundation.forms.rules.compiling import field_id
from tinhso.foundation.forms.rules.conditions import BadCondition
from tinhso.foundation.forms.rules.conditions import holds as condition_holds
from tinhso.foundation.forms.rules.conditions import parse as parse_condition
from tinhso.foundation.forms.rules.conditions import walk as walk_condition
from tinhso.foundation.forms.rules.loading import form_problems, load_form

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
    "condition_holds",
    "field_id",
    "form_problems",
    "load_form",
    "merge",
    "parse_condition",
    "walk_condition",
]
