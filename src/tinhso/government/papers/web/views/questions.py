"""The head of a unit answers a person's question about a look at their data."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.government.papers.access import ANSWER
from tinhso.government.papers.actions.question import answer_read
from tinhso.government.papers.errors import BadQuestion
from tinhso.government.papers.queries.tracker import get_question
from tinhso.government.papers.web.views._common import page
from tinhso.kernel.clock import now
from tinhso.ui.people import officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Show the question and take the answer."""
    actor = officer_of(request, ANSWER)
    found = get_question(actor, question_id=question_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            answer_read(actor, question_id=question_id, words=request.POST.get("tra_loi", ""), now=now())
            messages.success(request, _("Đã trả lời công dân."))
            return redirect("papers:question", question_id=question_id)
        except BadQuestion as refused:
            errors = {"tra_loi": refused.sentence}
    context = {"question": found, "typed": request.POST, "errors": errors or None, "said": errors}
    return page(request, "question.html", context, status=422 if errors else 200)
