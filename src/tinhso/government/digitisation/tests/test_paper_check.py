"""What lies on the desk is written down once, by one officer at a time, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.audit import public as audit
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.data import Exemption, LineInput
from tinhso.government.digitisation.events import PapersChecked
from tinhso.government.digitisation.handlers import follow
from tinhso.government.digitisation.models import PaperCheck
from tinhso.government.digitisation.rules.needs import is_pending
from tinhso.government.digitisation.testing import check_paper
from tinhso.government.dossiers.events import DossierReceived
from tinhso.government.dossiers.testing import MONDAY
from tinhso.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


def opened(actor, info):
    return digitisation.open_check(actor, dossier_id=info.id, now=MONDAY)


def save(actor, info, *lines, revision=0):
    return digitisation.save_check(actor, dossier_id=info.id, lines=lines, revision=revision, now=MONDAY)


def test_the_check_begins_with_what_the_desk_has_already_counted(binh, at_desk):
    check = opened(binh, at_desk)
    (line,) = check.lines
    assert (line.component, line.originals, line.needs_scan) == ("GT", 1, True)
    assert check.pending == 1


def test_what_was_filed_on_line_needs_no_scan_and_it_is_said_why(binh, dossier):
    check = opened(binh, dossier)
    assert {line.exemption for line in check.lines} == {Exemption.ONLINE}
    assert check.pending == 0


def test_counts_remarks_and_reasons_are_kept_and_announced(binh, at_desk, announced):
    opened(binh, at_desk)
    check = save(binh, at_desk, LineInput("GT", 1, 2, 3, 4, "  một bản bị ố ", ""))
    (line,) = check.lines
    assert (line.originals, line.certified, line.photos, line.pages, line.note) == (1, 2, 3, 4, "một bản bị ố")
    assert (check.checked_by, check.revision) == (binh.name, 1)
    assert PapersChecked(at_desk.id, check.unit_id, 1) in announced()
    trail = audit.list_trail(at_desk.id).items
    assert "digitisation.papers_checked" in {entry.verb for entry in trail}


def test_a_paper_only_shown_needs_no_scan(binh, at_desk):
    opened(binh, at_desk)
    assert save(binh, at_desk, LineInput("GT", 1, exemption="shown")).pending == 0


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (LineInput("GT", -1), "GT.originals"),
        (LineInput("GT", 1, 100), "GT.certified"),
        (LineInput("GT", 1, pages=201), "GT.pages"),
        (LineInput("GT", 1, exemption="lazy"), "GT.exemption"),
        (LineInput("XX", 1), "XX.originals"),
    ],
)
def test_a_wrong_count_names_its_field(binh, at_desk, line, field):
    opened(binh, at_desk)
    with pytest.raises(digitisation.BadCheck) as refused:
        save(binh, at_desk, line)
    assert list(refused.value.fields) == [field]


def test_of_two_officers_the_second_is_told_that_the_first_has_saved(binh, ha, at_desk):
    opened(binh, at_desk)
    save(binh, at_desk, LineInput("GT", 1))
    with pytest.raises(digitisation.CheckChanged):
        save(ha, at_desk, LineInput("GT", 2))


def test_another_commune_the_applicant_and_the_operator_cannot_even_see_it(an, dung, em, at_desk):
    for actor in (an, dung, em):
        with pytest.raises(digitisation.CheckNotFound):
            opened(actor, at_desk)
        with pytest.raises(digitisation.CheckNotFound):
            save(actor, at_desk, LineInput("GT", 1))


def test_the_head_sees_it_but_does_not_fill_it_in(binh, chi, at_desk):
    opened(binh, at_desk)
    assert digitisation.get_check(chi, dossier_id=at_desk.id).pending == 1
    with pytest.raises(Forbidden):
        save(chi, at_desk, LineInput("GT", 1))


def test_a_check_is_begun_once_however_often_the_fact_comes(at_desk, envelope_of):
    for _again in range(2):
        follow(envelope_of(DossierReceived(at_desk.id, at_desk.promised_at)))
    assert PaperCheck.objects.filter(dossier_id=at_desk.id).count() == 1


def test_the_queue_holds_what_is_still_to_be_scanned_of_ones_own_unit(binh, dung, at_desk):
    opened(binh, at_desk)
    check_paper(binh, at_desk.id)
    assert [one.dossier_id for one in digitisation.list_pending(binh).items] == [at_desk.id]
    assert digitisation.list_pending(dung).items == []


@given(st.integers(0, 9), st.sampled_from(["", "online", "shown", "internal", "secret"]), st.integers(0, 3))
def test_a_component_waits_only_when_paper_lies_there_unmade_and_nothing_frees_it(copies, exemption, state):
    expected = copies > 0 and exemption == "" and state == 0
    assert is_pending(copies=copies, exemption=exemption, state=state) is expected
