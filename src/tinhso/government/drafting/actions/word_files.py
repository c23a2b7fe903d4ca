"""A version of a draft as a Word file: the one it came in, else the whole paper made of its words."""

from copy import copy

from tinhso.foundation.organisations import public as organisations
from tinhso.government.drafting import layouts, office, paper, people
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.data import Content
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules.content import from_json
from tinhso.kernel.clock import local_day, now


def word_file(draft: Draft, number: int) -> bytes:
    """Return one version of a draft as a Word file, with the places that let its PDF be signed."""
    kept = papers.word_of(draft, number)
    if kept:
        return kept
    row = draft.version_rows.filter(number=number).first()
    unit, content = organisations.get_unit(draft.unit_id), from_json(row.content) if row else Content()
    frame = None
    if draft.copies_id is None:
        frame = paper.data_of(_with_signer(draft), content, is_draft=False, on=local_day(now()))
    return office.write(content, kind=layouts.title_of(draft.kind), agency=unit.issuer.upper(), frame=frame)


def _with_signer(draft: Draft) -> Draft:
    """Return the draft as its paper names a signer: the head of the agency while nobody is chosen."""
    day = local_day(now())
    head = None if draft.signer_name else people.find_head(draft.unit_id, on=day)
    if head is None:
        return draft
    shown = copy(draft)
    rights = people.competences(head.account_id, draft.unit_id, on=day, kind=draft.kind)
    shown.signer_name, shown.signer_title = head.name, head.title
    shown.competence = rights[0] if rights else draft.competence
    return shown
