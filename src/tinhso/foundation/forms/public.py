"""The door of forms."""

from tinhso.foundation.forms.communes import list_communes, provide_communes
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
    Known,
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
from tinhso.foundation.forms.rules.display import pages, summary, value_words
from tinhso.foundation.forms.rules.linking import error_ids, error_links
from tinhso.foundation.forms.rules.loading import form_problems, load_form
from tinhso.foundation.forms.rules.prefilling import keep_locked, known_fields, lay_known, prefill
from tinhso.foundation.forms.rules.reading import change_rows, read_all, read_post

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
    "Known",
    "Page",
    "SummaryRow",
    "SummarySection",
    "Words",
    "change_rows",
    "check",
    "check_page",
    "compile_form",
    "condition_holds",
    "error_ids",
    "error_links",
    "field_id",
    "form_problems",
    "keep_locked",
    "known_fields",
    "lay_known",
    "list_communes",
    "load_form",
    "merge",
    "merge_page",
    "pages",
    "parse_condition",
    "prefill",
    "provide_communes",
    "read_all",
    "read_post",
    "summary",
    "value_words",
    "walk_condition",
]
